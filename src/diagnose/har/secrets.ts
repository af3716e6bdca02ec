import type { Cookie } from '../../model/credentials.ts';
import type { Recording } from '../../model/recording.ts';
import type { HarEntry } from './form.ts';

/** What let somebody in: cookies that were sent and set, and the headers for it. */
export function secretsIn(entries: readonly HarEntry[]): Recording['secrets'] {
  const cookies = new Map<string, Cookie>();
  const headers = new Set<string>();
  for (const { request, response } of entries) {
    for (const { name, value } of [...request.headers, ...response.headers]) {
      if (/^cookie$/iu.test(name)) for (const pair of value.split(';')) add(cookies, pair);
      // Several are one value with line breaks (Chrome).
      else if (/^set-cookie$/iu.test(name))
        for (const line of value.split('\n')) add(cookies, line.split(';')[0] ?? '');
      else if (/authorization|token|api-?key|secret|csrf|xsrf/iu.test(name) && value !== '') headers.add(value);
    }
  }
  return { cookies: [...cookies.values()], headers: [...headers] };
}

function add(cookies: Map<string, Cookie>, pair: string): void {
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, Math.max(0, at)).trim(), pair.slice(at + 1).trim()];
  if (at > 0 && value !== '') cookies.set(`${name}=${value}`, { name, value });
}
