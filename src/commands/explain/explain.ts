import { nearestOf } from '../../course/index.ts';
import { CODES, explain } from '../../messages/index.ts';
import type { Explanation } from '../../model/finding.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import type { CommandContext } from '../shared/context.ts';
import type { CommonOptions } from '../shared/options.ts';
import { createOutput, printProblem } from '../shared/output/output.ts';
import type { Output } from '../shared/output/output.ts';

export async function explainCode(
  context: CommandContext,
  code: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const output = createOutput(context, options);
  if (code === undefined) {
    listCodes(output);
    return EXIT.passed;
  }
  const found = explain(code.trim().toLowerCase());
  if (found === undefined) return printProblem(context, unknownCode(context, code));
  await showExplanation(found, output);
  return EXIT.passed;
}

/** What a code means, with a wrong and a right example. */
export async function showExplanation(explanation: Explanation, output: Output): Promise<void> {
  const { code, title, meaning, wrong, right, source } = explanation;
  const block = ({ language, text }: { readonly language: string; readonly text: string }): string =>
    `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
  await output.markdown(
    `# ${code}\n\n**${title}**\n\n${meaning}\n\n## Wrong\n\n${block(wrong)}\n\n## Right\n\n${block(right)}\n\nWhere this comes from: ${source}`,
  );
}

function listCodes(output: Output): void {
  const width = Math.max(...CODES.map((code) => code.length));
  let family = '';
  for (const code of CODES) {
    const group = code.split('/')[0] ?? '';
    if (group !== family) output.lines(...(family === '' ? [] : ['']), output.chalk.bold(group));
    family = group;
    output.lines(`  ${code.padEnd(width)}  ${explain(code)?.title ?? ''}`.trimEnd());
  }
}

function unknownCode(context: CommandContext, code: string): ReturnType<typeof wrongUsage>['problem'] {
  const [part] = CODES.filter((each) => each.endsWith(`/${code.toLowerCase()}`));
  const near = part ?? nearestOf(code, CODES);
  const guess = near === undefined ? '' : `The nearest is ${near}. `;
  return wrongUsage(`There is no code "${code}".`, `${guess}${context.self} explain lists all codes.`).problem;
}
