import { literal } from '../../model/pattern.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';

// Which names a server looks for in a message. It only chooses the advice: that no answer came was seen.

type Locate = Pick<SourceLocator, 'find' | 'all'>;

/** What the text of a message is read with, in JavaScript, Python and Perl. */
const READS = String.raw`(?:JSON\.parse|json\.loads|decode_json|from_json)\s*\(|receive_json\s*\(\s*\)`;
/** What is read from a file, an answer or the environment does not come from a message. */
const OF_A_MESSAGE = String.raw`^(?!.*(?:readFile|read_text|\bopen\s*\(|\bfetch\b|environ|process\.env|localStorage|\.read\s*\()).*?`;
const TAKEN_APART = new RegExp(String.raw`${OF_A_MESSAGE}\{([^{}]*)\}\s*=\s*(?:await\s+)?(?:${READS})`, 'gu');
const KEPT = new RegExp(String.raw`${OF_A_MESSAGE}[$]?\b(\w+)\s*=\s*(?:await\s+)?(?:[\w.]*\.)?(?:${READS})`, 'gu');
const AT_ONCE = /(?:decode_json|from_json)\s*\([^()]*\)\s*->\s*\{\s*['"]?(\w+)/gu;

/** The names that the server takes from a message that it has read as JSON; empty: the source shows none. */
export function namesRead(locate: Locate): readonly string[] {
  const apart = locate.all('server', TAKEN_APART).flatMap((names) => names.split(','));
  const first = apart.map((name) => /^\s*(\w+)/u.exec(name)?.[1] ?? '').filter((name) => name !== '');
  const kept = [...new Set(locate.all('server', KEPT))].flatMap((name) => locate.all('server', memberOf(name)));
  return [...new Set([...first, ...kept, ...locate.all('server', AT_ONCE)])];
}

/** `data["name"]`, `data.get("name"`, `data.name`, `data->{name}`. */
function memberOf(variable: string): RegExp {
  return new RegExp(
    String.raw`(?<![\w.])[$]?${literal(variable)}(?:\[\s*['"]|\.get\(\s*['"]|->\{\s*['"]?|\.(?!get\b|keys\b|items\b|values\b))(\w+)(?!\w|\s*\()`,
    'gu',
  );
}

/** Where the server reads the name. */
export function namePlace(locate: Locate, name: string): readonly Place[] {
  const quoted = new RegExp(String.raw`['"]${literal(name)}['"]`, 'u');
  const apart = new RegExp(String.raw`\{[^{}]*\b${literal(name)}\b[^{}]*\}\s*=\s*(?:await\s+)?(?:${READS})`, 'u');
  const member = new RegExp(String.raw`(?:\.|->\{)${literal(name)}\b`, 'u');
  return locate.find('server', apart, quoted, member);
}
