import type { SyntaxFault } from '../../model/facts/server.ts';
import { inline } from '../visible.ts';

/** What is wrong in the text of a file that does not parse. */
export function faultCause(fault: SyntaxFault): string {
  const at = positionOf(fault);
  switch (fault.kind) {
    case 'wrap-sign':
      return `${at} has \`${fault.sign}\`, the sign that marks where the screen wraps a long line: it was copied with the code.`;
    case 'character':
      return `${at} has ${nameOf(fault.character)}, which is not code: programs for texts, websites and some keyboards write it.`;
    case 'omission':
      return `${at} has \`${fault.character}\`, which replaces code that an example omits.`;
    case 'line-number':
      return `${at} has the line number \`${fault.number}\`, which was copied with the code.`;
    case 'diff-sign':
      return `${at} has a \`${fault.sign}\` of a diff, which was copied with the code.`;
    case 'open-bracket':
      return `The \`${fault.bracket}\` in line ${fault.line}, column ${fault.column}, is still open ${untilWhere(fault)}.`;
    case 'quote-in-text':
      return `The text begins with \`${fault.quote}\`, and the \`${fault.quote}\` of \`${inline(fault.attribute)}=${fault.quote}\` in line ${fault.line}, column ${fault.column}, ends it.`;
    case 'open-call':
      return `The \`(\` in line ${fault.line}, column ${fault.column}, has no \`)\`: the call is still open after the \`${inline(fault.after.text)}\` in line ${fault.after.line}.`;
    case 'no-brace':
      return `The property \`${inline(fault.before)}\` is in no object: no \`{\` follows the \`=\` in line ${fault.line}.`;
  }
}

/** How to correct it, with the character and its place. @param file where it is */
export function faultFix(fault: SyntaxFault, file: string): string {
  const at = `line ${fault.line}, column ${fault.column}, of ${file}`;
  switch (fault.kind) {
    case 'wrap-sign':
      return `Delete \`${fault.sign}\` in ${at}, and join the line with line ${fault.line - 1} (the two are one line). Look for more of these signs further down.`;
    case 'character':
      return `${replacement(fault)} in ${at}, and look for more of them in what was copied.`;
    case 'omission':
      return `Write the code that \`${fault.character}\` replaces in ${at}; if it is meant as the operator, write three dots: \`...\`.`;
    case 'line-number':
      return `Delete \`${fault.number}\` in ${at}, and the numbers of the other lines that were copied.`;
    case 'diff-sign':
      return fault.sign === '+'
        ? `Delete the \`+\` in ${at}, and those of the other lines that were copied; of a diff, lines with \`-\` are removed completely.`
        : `Remove line ${fault.line} of ${file} completely: \`-\` marks a line that a diff removes. Of the lines with \`+\`, delete only the sign.`;
    case 'open-bracket':
      return openBracketFix(fault, at);
    case 'quote-in-text':
      return file.endsWith('.py')
        ? `Begin and end the text in line ${fault.line} of ${file} with three quotes, \`f"""<div …>…</div>"""\`: HTML attributes may then have theirs.`
        : `Begin and end the text in line ${fault.line} of ${file} with backticks instead of \`${fault.quote}\`: HTML attributes may then have theirs.`;
    case 'open-call':
      return `Write the \`)\` that belongs to the \`(\` in ${at}, after the \`${inline(fault.after.text)}\` in line ${fault.after.line}, column ${fault.after.column}.`;
    case 'no-brace':
      return `Write \`{\` after the \`=\` in ${at}, and \`}\` after the last property.`;
  }
}

function positionOf({ line, column }: SyntaxFault): string {
  return `Line ${line}, column ${column},`;
}

/** By its code point, as it may look like another character or like nothing. */
function nameOf(character: string): string {
  const point = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  if (character === '\u00a0' || character === '\u202f') return `a non-breaking space (${point})`;
  if (/\p{Zs}/u.test(character)) return `a special space (${point})`;
  if (/[\p{Cf}\ufeff]/u.test(character)) return `an invisible character (${point})`;
  return `\`${inline(character)}\` (${point})`;
}

function theNameOf(character: string): string {
  return nameOf(character).replace(/^an? /u, 'the ');
}

function replacement({ character, instead }: Extract<SyntaxFault, { kind: 'character' }>): string {
  if (instead === '') return `Delete ${theNameOf(character)}`;
  const name = instead === ' ' ? 'an ordinary space' : `\`${instead}\``;
  return `Replace ${theNameOf(character)} by ${name}`;
}

type OpenBracket = Extract<SyntaxFault, { kind: 'open-bracket' }>;

function untilWhere({ before }: OpenBracket): string {
  return before === 'end'
    ? 'at the end of the file'
    : `where \`${inline(before.text)}\` is in line ${before.line}, column ${before.column}`;
}

const CLOSING: Readonly<Partial<Record<string, string>>> = { '(': ')', '[': ']', '{': '}' };

function openBracketFix({ bracket, before }: OpenBracket, at: string): string {
  const closing = CLOSING[bracket] ?? bracket;
  return before === 'end'
    ? `Write the \`${closing}\` that belongs to the \`${bracket}\` in ${at}, or the one of a bracket inside it.`
    : `Write the \`${closing}\` that belongs to the \`${bracket}\` in ${at}, before the \`${inline(before.text)}\` in line ${before.line}, column ${before.column}.`;
}
