import type { Result } from '../model/result.ts';

/**
 * Lines of a file for a lesson. From the first line that contains `from` up to and including the first later line that
 * begins with `to` at the same indentation (at any, when the first one is a Python decorator or opens a Python block, which
 * has no closing line); only the one line when there is no `to`; the whole file when there is neither.
 * The indentation that all lines share is taken off.
 */
export function excerpt(
  source: string,
  range: { readonly from?: string; readonly to?: string },
): Result<string, string> {
  const lines = source
    .replace(/\r\n/g, '\n')
    .replace(/(?<!\n)\n+$/, '')
    .split('\n');
  const { from, to } = range;
  if (from === undefined) return { ok: true, value: lines.join('\n') };
  const first = lines.findIndex((line) => line.includes(from));
  if (first === -1) return { ok: false, problem: `no line contains from="${from}"` };
  if (to === undefined) return { ok: true, value: dedent(lines.slice(first, first + 1)) };
  const indentation = indentOf(lines[first] ?? '');
  const isPythonBlock = /^\s*@|:\s*$/.test(lines[first] ?? '');
  const last = lines.findIndex(
    (line, index) => index > first && line.trim().startsWith(to) && (isPythonBlock || indentOf(line) === indentation),
  );
  if (last === -1)
    return { ok: false, problem: `after from="${from}" no line at its indentation begins with to="${to}"` };
  return { ok: true, value: dedent(lines.slice(first, last + 1)) };
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function dedent(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => indentOf(line).length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join('\n');
}
