import { textLines } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import { whyNotFramed } from '../../rules/stream/framing.ts';
import { fieldName } from '../../rules/stream/fields.ts';
import { streamPlace } from '../../rules/places.ts';
import { altered, hasLines } from './lines.ts';
import type { Damage } from './facts.ts';
import { wordIn } from './notes.ts';
import type { PostedNote } from './notes.ts';

const severity = 'error';

/** What the format of any event stream explains better. */
const OF_ANY_STREAM: ReadonlySet<Damage> = new Set(['nothing', 'line', 'other']);

/** A note did not come as it was posted. Undefined: it did. */
export function notWhole(note: PostedNote): Finding | undefined {
  const { view, lines, did } = note;
  const events = view.events.map(({ data }) => textLines(data));
  if (events.some((each) => hasLines(each, lines))) return undefined;
  const facts = altered(note, events, wordIn);
  const framing = OF_ANY_STREAM.has(facts.damage) ? whyNotFramed(view) : undefined;
  if (framing !== undefined) return framing;
  const waited = facts.damage === 'nothing' ? { waitedMs: note.waitedMs } : {};
  const evidence = { did, received: view.head, where: streamPlace(view.locate, view.path), ...waited };
  return { code: 'format/text-altered', severity, facts, evidence };
}

/** An urgent note must be told from others by the name of its event. @param ordinary name of the others' */
export function wrongName({ event = '', view, did }: PostedNote, ordinary: string): Finding | undefined {
  const isNamed = event === event.trim() && event !== ordinary;
  if (isNamed) return undefined;
  const ignored = view.lines.find(({ kind, text }) => kind === 'ignored' && /^event$/iu.test(fieldName(text).trim()));
  const facts = { name: event, ordinary, ...(ignored === undefined ? {} : { line: ignored.text }) };
  const where = view.locate.find('server', /['"`\\n]\s*event\s*:|event:/iu, /event/iu);
  return { code: 'format/urgent-name', severity, facts, evidence: { did, received: view.head, where } };
}
