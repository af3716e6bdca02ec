import { nearestOf } from '../../course/index.ts';
import { codesOf, explain, recognise } from '../../messages/index.ts';
import type { Wording } from '../../messages/index.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import { beside } from '../../terminal/text.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { readExplanation, readPages, unitHere } from './explanation.ts';
import { isKnown, showRecognised } from './fits.ts';
import { codesJson, recognisedJson } from './json.ts';
import { pastedText } from './pasted.ts';

/** What a code means, which codes fit a text, or all codes. */
export async function explainCode(
  context: CommandContext,
  code: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const output = createOutput(context, options);
  const wording = await context.chapter.loadWording();
  if (code === undefined) {
    if (options.json !== true) return readPages(context, { output, options }, (inner) => listCodes(wording, inner));
    output.lines(codesJson(wording));
    return EXIT.passed;
  }
  if (code === '-') return explainPasted(context, { wording, output, options });
  const found = await explainHere(context, code.trim().toLowerCase(), wording);
  if (found === undefined) return explainText(context, code, { wording, output, options });
  return readExplanation(context, found, { output, options });
}

/** In a folder with another htmx than the chapter's, in the words of that one. */
async function explainHere(
  context: CommandContext,
  code: string,
  wording: Wording,
): Promise<ReturnType<typeof explain>> {
  const unit = unitHere(context);
  const own = unit.htmx === context.chapter.htmx ? undefined : explain(code, await unit.loadWording());
  return own ?? explain(code, wording);
}

interface Asked {
  readonly wording: Wording;
  readonly output: Output;
  readonly options: CommonOptions;
}

async function explainPasted(context: CommandContext, asked: Asked): Promise<number> {
  if (context.stdin.isTTY) {
    const end = process.platform === 'win32' ? 'Ctrl-Z and Enter' : 'Ctrl-D';
    asked.output.note(`Paste the text, and end it with ${end} on a line of its own.`);
  }
  const text = await pastedText(context);
  if (text === 'interrupted') return EXIT.interrupted;
  if (!text.ok) return printProblem(context, text.problem, asked.options);
  return explainText(context, text.value, asked);
}

/** A word that nothing recognises and that looks like a code is a mistyped one. */
function explainText(context: CommandContext, text: string, { wording, output, options }: Asked): number {
  const recognised = recognise(text, wording);
  if (!isKnown(recognised) && isLikeCode(text))
    return printProblem(context, unknownCode(context, text, wording), options);
  if (options.json === true) output.lines(recognisedJson(recognised));
  else showRecognised(recognised, { output, self: context.self });
  return isKnown(recognised) ? EXIT.passed : EXIT.notPassed;
}

function isLikeCode(text: string): boolean {
  return text.trim() === '' || /^[\w/-]+$/u.test(text.trim());
}

function listCodes(wording: Wording, output: Output): void {
  const codes = codesOf(wording.catalogue);
  const width = Math.max(...codes.map((code) => code.length));
  const familyOf = (code: string): string => code.split('/')[0] ?? '';
  // The catalogue has the chapter's own codes after all others; a reader looks for a family in one place.
  for (const [index, family] of [...new Set(codes.map(familyOf))].entries()) {
    output.lines(...(index === 0 ? [] : ['']), output.chalk.bold(family));
    for (const code of codes.filter((each) => familyOf(each) === family))
      output.lines(...beside(`  ${code.padEnd(width)}  `, explain(code, wording)?.title ?? '', output.terminal.width));
  }
}

function unknownCode(
  context: CommandContext,
  code: string,
  wording: Wording,
): ReturnType<typeof wrongUsage>['problem'] {
  const codes = codesOf(wording.catalogue);
  const [part] = codes.filter((each) => each.endsWith(`/${code.toLowerCase()}`));
  const near = part ?? nearestOf(code, codes);
  const guess = near === undefined ? '' : `The nearest is ${near}. `;
  return wrongUsage(`"${code}" is not a code.`, `${guess}htmx-realtime-tutor explain lists all codes.`).problem;
}
