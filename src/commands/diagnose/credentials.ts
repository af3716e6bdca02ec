import type { Cookie, Credentials } from '../../model/credentials.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';

/** RFC 9110 section 5.6.2, `token`. */
const NAME = /^[!#$%&'*+.^`|~\w-]+$/u;
/** RFC 9110 section 5.5, without what is not ASCII: clients differ in how they send that. */
const HEADER_VALUE = /^[\t\x20-\x7e]*$/u;
/** RFC 6265 section 4.1.1, and what browsers accept besides: blanks and commas. */
const COOKIE_VALUE = /^[\x20-\x3a\x3c-\x7e]*$/u;
/** A client writes them itself, from what it asks and how (Fetch standard, "forbidden request-header"). */
const OWN =
  /^(?:host|origin|connection|upgrade|content-length|transfer-encoding|te|trailer|expect|keep-alive|accept-encoding|sec-.*|proxy-.*)$/iu;
const FOR_HEADER = 'For example: --header "Authorization: Bearer abc123".';
const FOR_COOKIE = 'For example: --cookie "session=abc123", --cookie "a=1; b=2".';

/** Reads `--header` and `--cookie`. undefined: neither is given. A problem names the option and never the value. */
export function readCredentials(
  origin: string,
  options: { readonly header?: readonly string[]; readonly cookie?: readonly string[] },
): Result<Credentials | undefined> {
  const { header = [], cookie = [] } = options;
  if (header.length === 0 && cookie.length === 0) return ok(undefined);
  const headers = readHeaders(header);
  if (!headers.ok) return headers;
  const cookies = readCookies(cookie, origin);
  if (!cookies.ok) return cookies;
  return ok({ origin, headers: headers.value, cookies: cookies.value });
}

function readHeaders(given: readonly string[]): Result<Readonly<Record<string, string>>> {
  const headers = new Map<string, readonly [string, string]>();
  for (const line of given) {
    const at = line.indexOf(':');
    const [name, value] = [line.slice(0, Math.max(0, at)).trim(), line.slice(at + 1).trim()];
    if (at === -1) return wrongUsage('A --header has no colon between name and value.', FOR_HEADER);
    if (!NAME.test(name)) return wrongUsage('A --header has a name that no header can have.', FOR_HEADER);
    if (/^cookie$/iu.test(name)) return wrongUsage('Cookies are given with --cookie.', FOR_COOKIE);
    if (OWN.test(name))
      return wrongUsage(`${name} is a header that the browser writes itself.`, 'Run the command without it.');
    if (value === '' || !HEADER_VALUE.test(value))
      return wrongUsage(`The value of the header ${name} is empty or has a character that is not ASCII.`, FOR_HEADER);
    const key = name.toLowerCase();
    if (headers.has(key)) return wrongUsage(`The header ${name} is given twice.`, 'Give its values in one --header.');
    headers.set(key, [name, value]);
  }
  return ok(Object.fromEntries(headers.values()));
}

function readCookies(given: readonly string[], origin: string): Result<readonly Cookie[]> {
  const cookies = new Map<string, Cookie>();
  const pairs = given.flatMap((each) => each.split(';').filter((pair) => pair.trim() !== ''));
  if (pairs.length === 0 && given.length > 0) return wrongUsage('A --cookie is empty.', FOR_COOKIE);
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, Math.max(0, at)).trim(), pair.slice(at + 1).trim()];
    if (at === -1) return wrongUsage('A --cookie has no "=" between name and value.', FOR_COOKIE);
    if (!NAME.test(name)) return wrongUsage('A --cookie has a name that no cookie can have.', FOR_COOKIE);
    // A browser refuses it (RFC 6265bis section 4.1.3).
    if (/^__(?:secure|host)-/iu.test(name) && !origin.startsWith('https:'))
      return wrongUsage(`The cookie ${name} needs a page over https.`, 'Its name begins with __Host- or __Secure-.');
    if (!COOKIE_VALUE.test(value))
      return wrongUsage(`The value of the cookie ${name} has a character that is not ASCII.`, FOR_COOKIE);
    cookies.set(name, { name, value });
  }
  return ok([...cookies.values()]);
}
