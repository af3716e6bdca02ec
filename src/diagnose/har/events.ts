import type { RecordedPart } from '../../model/recording.ts';
import type { HarEntry } from './form.ts';
import { millisecondsBetween } from './messages.ts';
import { streamText } from './stream-text.ts';

/** Of one stream. What comes after that is not played. */
const MOST_EVENTS = 1000;

/** The events of a stream: from the list that Chrome writes, else from the body, where their times are unknown. */
export function eventsOf(
  { _eventSourceMessages: listed }: HarEntry,
  body: Buffer | undefined,
): readonly RecordedPart[] {
  if (body === undefined && listed !== undefined && listed !== null) {
    const first = listed[0]?.time ?? 0;
    return listed.slice(0, MOST_EVENTS).map(({ time, eventName, eventId, data }) => ({
      atMs: millisecondsBetween(first, time),
      data: written({ eventName, eventId, data }),
    }));
  }
  // WHATWG HTML, 9.2.6: lines end by CRLF, LF or CR, and an empty line ends an event. What follows the last one is not an event, and tells why.
  const blocks = streamText(body?.toString('utf8') ?? '')
    .replaceAll(/\r\n?/gu, '\n')
    .split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = [...blocks.map((block) => `${block}\n\n`), ...(rest === '' ? [] : [rest])];
  return events.slice(0, MOST_EVENTS).map((data) => ({ atMs: 0, data }));
}

function written(event: { readonly eventName: string; readonly eventId: string; readonly data: string }): string {
  const { eventName, eventId, data } = event;
  const name = eventName === '' || eventName === 'message' ? [] : [`event: ${eventName}`];
  const id = eventId === '' ? [] : [`id: ${eventId}`];
  return `${[...id, ...name, ...data.split('\n').map((line) => `data: ${line}`)].join('\n')}\n\n`;
}
