import type { Recognised } from '../../messages/index.ts';
import { wrap } from '../../terminal/text.ts';
import type { Output } from '../common/output/output.ts';

/** Whether anything can be said about the text. */
export function isKnown({ fits, standards }: Recognised): boolean {
  return fits.length > 0 || standards.length > 0;
}

/** The codes that fit, most likely first, and what the standards say; or that the text is unknown, and what to do instead. */
export function showRecognised(
  recognised: Recognised,
  { output, self }: { readonly output: Output; readonly self: string },
): void {
  const { fits, standards, named } = recognised;
  for (const { subject, meaning, source } of standards) output.say(`${subject} means ${meaning} (${source}).`);
  if (fits.length > 0 && standards.length > 0) output.lines('');
  showFits(recognised, output);
  if (fits.length > 0) return;
  if (standards.length > 0) {
    output.say('None of the codes fits this number alone; a line with more words may tell more.');
    return;
  }
  const [code] = named;
  output.say('Not known: no code fits this text.');
  if (code !== undefined) output.say(`It names a code: ${self} explain ${code} says what it means.`);
  output.say(
    `Look for the first line with "error", "failed", "refused" or a status, and give that one. If the folder is here, ${self} check finds the cause itself.`,
  );
}

function showFits({ fits }: Recognised, output: Output): void {
  const [first] = fits;
  if (first === undefined) return;
  const lines = new Set(fits.map((fit) => fit.line));
  const width = Math.max(40, output.terminal.width - 4);
  output.say(fits.length === 1 ? 'This code fits:' : 'These codes fit, most likely first:');
  for (const { code, title, why, line, text } of fits) {
    const [beside = '', ...below] = wrap(`${code}  ${title}`, width + 1);
    const head = `  ${output.chalk.bold(code)}  ${beside.slice(code.length).trim()}`.trimEnd();
    output.lines('', head, ...[...below, ...wrap(why, width)].map((part) => `    ${part}`));
    if (lines.size > 1)
      output.lines(...wrap(`Line ${line}: ${text}`, width).map((part) => output.chalk.dim(`    ${part}`)));
  }
  output.lines('');
  output.next(`explain ${first.code}`, 'what the first one means, with an example');
}
