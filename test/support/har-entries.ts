import { recordedProbe } from '../../src/commands/diagnose/recorded-probe.ts';
import { readHar } from '../../src/diagnose/index.ts';
import type { Recording } from '../../src/model/recording.ts';
import { NO_SNAPSHOT } from '../../src/observe/page/snapshot.ts';

const NOTHING_BESIDE = (): undefined => undefined;

/** Reads a HAR file with these entries. @param beside reads a file beside it */
export function recordingOf(
  entries: readonly object[],
  beside: (name: string) => Buffer | undefined = NOTHING_BESIDE,
): Recording {
  const read = readHar(JSON.stringify({ log: { creator: { name: 'a', version: '1' }, entries } }), 'x.har', beside);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

/** A request for the address and its answer. */
export const entry = (url: string, response: object, more: object = {}): object => ({
  request: { method: 'GET', url, headers: [] },
  response: { status: 200, headers: [], ...response },
  ...more,
});
/** A page. */
export const html = (url: string, text = '<p>'): object =>
  entry(url, { content: { mimeType: 'text/html; charset=utf-8', text } });

/** What is told from the recording of a page that recorded this. */
export function probed(recording: Recording, ...records: readonly object[]): ReturnType<typeof recordedProbe> {
  const snapshot = { ...NO_SNAPSHOT, url: 'http://x/' };
  return recordedProbe(
    { snapshot, html: '', records: records.map((record) => ({ at: 0, ...record })) as never },
    recording,
  );
}
