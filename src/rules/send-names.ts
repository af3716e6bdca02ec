import type { Finding } from '../model/finding.ts';
import { literal } from '../model/pattern.ts';
import { membersOf } from './send-values.ts';
import type { SendView } from './send-view.ts';
import { evidence, firstFrame } from './send-view.ts';
import { namePlace, namesRead } from './socket/read-names.ts';

/** What htmx adds to a message. */
const HEADERS = /^headers$/iu;
/** Members in which messages of the alphas and betas of htmx 4 had what is typed (hx-ws.js `sendMessage` of that time). */
const AROUND = new Set(['body', 'values', 'payload']);

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
  const seen = evidence(view, where, { received: firstFrame(view) });
  const inside = added === 'headers' && renamed === undefined ? ofBeta(view, { own, missing }) : undefined;
  if (inside !== undefined)
    return {
      code: 'page/input-other-name',
      // Nothing of the message is under the name that its text is looked for in.
      severity: 'error',
      facts: { ...inside, beta: 'yes' },
      evidence: { ...seen, where: namePlace(view.page.locate, inside.reads) },
    };
  return { code: 'page/input-other-name', severity, facts: { name, reads }, evidence: seen };
}

/** The server looks for a name of the message in a member that only the alphas and betas of htmx 4 put around it. */
function ofBeta(
  { page }: SendView,
  { own, missing }: { readonly own: readonly string[]; readonly missing: readonly string[] },
): { readonly name: string; readonly reads: string } | undefined {
  const reads = missing.find((each) => AROUND.has(each));
  const name = own.find((each) => page.locate.find('server', takes(each)).length > 0);
  return reads === undefined || name === undefined ? undefined : { name, reads };
}

/** `.name`, `["name"]`, `.get("name"`, `->{name}`, `{ name } =`: from whatever. */
function takes(name: string): RegExp {
  const is = literal(name);
  return new RegExp(
    String.raw`(?:\.|\[\s*['"]|\.(?:get|pop)\(\s*['"]|->\{\s*['"]?)${is}\b(?!\s*\()|\{[^{}]*\b${is}\b[^{}]*\}\s*=(?![=>])`,
    'u',
  );
}
