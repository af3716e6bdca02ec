import type { Finding } from '../model/finding.ts';
import { membersOf } from './send-values.ts';
import type { SendView } from './send-view.ts';
import { evidence, firstFrame } from './send-view.ts';
import { namePlace, namesRead } from './socket/read-names.ts';

/** What htmx adds to a message. */
const HEADERS = /^headers$/iu;

/**
 * The server reads names that the message does not have, as its source shows. A message of one kind among several has some of the names: so none of its
 * own may be read, or what htmx adds is read under the name of another major.
 * @param severity of what was seen: an answer may not be meant
 */
export function readsOtherNames(view: SendView, severity: Finding['severity']): Finding | undefined {
  const members = Object.keys(membersOf(firstFrame(view)) ?? {});
  const added = members.find((name) => HEADERS.test(name));
  const own = members.filter((name) => name !== added);
  const read = namesRead(view.page.locate);
  const missing = read.filter((name) => !members.includes(name));
  const renamed = missing.find((name) => HEADERS.test(name));
  const name = renamed === undefined ? own[0] : added;
  const reads = renamed ?? missing[0];
  if (name === undefined || reads === undefined) return undefined;
  if (renamed === undefined && own.some((each) => read.includes(each))) return undefined;
  const where = namePlace(view.page.locate, reads);
  const seen = { received: firstFrame(view) };
  return { code: 'page/input-other-name', severity, facts: { name, reads }, evidence: evidence(view, where, seen) };
}
