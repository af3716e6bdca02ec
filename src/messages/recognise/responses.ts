import type { PastedResponse } from '../sighting.ts';

const STATUS_LINE = /^(?:< )?HTTP\/[\d.]+ (?<status>[1-5]\d\d)\b/u;
const REQUEST_LINE = /^(?:> )?(?:GET|POST|HEAD) (?<path>\/\S*) HTTP\/[\d.]+$/u;
const CURL = /^[$%#>]? ?curl\b.*?(?:https?:\/\/|localhost|127\.0\.0\.1)[^/\s'"]*(?<path>\/[^\s'"?]*)?/u;
const HEADER = /^(?<name>[A-Za-z][\w-]*): ?(?<value>.*)$/u;

/** The HTTP responses in a text, and the line where each begins (from 1). @param lines without control characters */
export function pastedResponses(lines: readonly string[]): readonly { line: number; response: PastedResponse }[] {
  const starts = lines.flatMap((line, index) => (STATUS_LINE.test(line) ? [index] : []));
  return starts.map((start, index) => ({
    line: start + 1,
    response: responseAt(lines, start, { after: starts[index - 1] ?? 0, before: starts[index + 1] ?? lines.length }),
  }));
}

function responseAt(
  lines: readonly string[],
  start: number,
  { after, before }: { readonly after: number; readonly before: number },
): PastedResponse {
  const end = headersEnd(lines, start, before);
  const headers = new Map(lines.slice(start + 1, end).flatMap(headerOf));
  const request = lines.slice(after, start);
  return {
    status: Number(STATUS_LINE.exec(lines[start] ?? '')?.groups?.['status']),
    path: request.map(pathAsked).findLast((path) => path !== undefined),
    upgrade: request.some((line) => /^(?:> )?upgrade: websocket/iu.test(line)),
    type: (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
    headers,
    body: lines
      .slice(end, before)
      .filter((line) => !/^[*<>{}] ?/u.test(line) || /^[<{]\S/u.test(line))
      .join('\n'),
  };
}

/** The path that a line asks for: the request itself, or the command that made it. */
function pathAsked(line: string): string | undefined {
  const request = REQUEST_LINE.exec(line)?.groups?.['path'];
  if (request !== undefined) return request.split('?', 1)[0];
  const command = CURL.exec(line);
  return command === null ? undefined : (command.groups?.['path'] ?? '/');
}

/** The index of the first line that is no header of the response. curl -v marks an empty one, too. */
function headersEnd(lines: readonly string[], start: number, before: number): number {
  let end = start + 1;
  while (end < before && headerOf(lines[end] ?? '').length > 0) end += 1;
  return end;
}

function headerOf(line: string): readonly (readonly [string, string])[] {
  const { name = '', value = '' } = HEADER.exec(line.replace(/^< /u, ''))?.groups ?? {};
  return name === '' ? [] : [[name.toLowerCase(), value.trim()]];
}
