import { nearestOf } from '../../course/index.ts';
import { codesOf, explain, recognise } from '../../messages/index.ts';
import type { Explanation, Wording } from '../../messages/index.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import { beside } from '../../terminal/text.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { readPaged } from '../common/output/reading.ts';
import { isKnown, showRecognised } from './fits.ts';
import { codesJson, explanationJson, recognisedJson } from './json.ts';
import { pastedText } from './pasted.ts';

export async function explainCode(
  context: CommandContext,
  code: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const output = createOutput(context, options);
  const wording = await context.chapter.loadWording();
  if (code === undefined) {
    if (options.json !== true) return read(context, { output, options }, (inner) => listCodes(wording, inner));
    output.lines(codesJson(wording));
    return EXIT.passed;
  }
  if (code === '-') return explainPasted(context, { wording, output, options });
  const found = explain(code.trim().toLowerCase(), wording);
  if (found === undefined) return explainText(context, code, { wording, output, options });
  if (options.json !== true) return read(context, { output, options }, (inner) => showExplanation(found, inner));
  output.lines(explanationJson(found));
  return EXIT.passed;
}

/** A page at a time on a terminal. @returns the exit code */
async function read(
  context: CommandContext,
  call: Pick<Asked, 'output' | 'options'>,
  show: (output: Output) => unknown,
): Promise<number> {
  const how = await readPaged({ ...call, session: { context } }, show);
  return how === 'interrupted' ? EXIT.interrupted : EXIT.passed;
}

/** Said where somebody may write their server in another one. */
function inLanguage({ language }: Explanation['wrong']): string {
  const name = language === 'js' ? 'JavaScript' : ['py', 'python'].includes(language) ? 'Python' : undefined;
  return name === undefined ? '' : `, in ${name}`;
}

/** What a code means, with a wrong and a right example. */
export async function showExplanation(explanation: Explanation, output: Output): Promise<void> {
  const { code, title, meaning, wrong, right, source } = explanation;
  const block = ({ language, text }: { readonly language: string; readonly text: string }): string =>
    `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
  await output.markdown(
    `# ${code}\n\n**${title}**\n\n${meaning}\n\n## Wrong${inLanguage(wrong)}\n\n${block(wrong)}\n\n## Right${inLanguage(right)}\n\n${block(right)}\n\nSource: ${source}`,
  );
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
