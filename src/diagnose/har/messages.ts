import * as v from 'valibot';
import type { RecordedPart, RecordedSocket } from '../../model/recording.ts';
import { frames } from './form.ts';
import type { HarEntry, HarFrame } from './form.ts';

/** Of one connection. What comes after that is not played. */
const MOST_FRAMES = 1000;
/** RFC 6455 section 5.2. */
const TEXT = 1;
const BINARY = 2;

/** The messages of a WebSocket. @param beside reads a file of Playwright's, with a message in each line */
export function framesOf(
  entry: HarEntry,
  beside: (name: string) => Buffer | undefined,
): Pick<RecordedSocket, 'received' | 'left' | 'sent' | 'unanswered'> {
  const { _file: file } = entry.response.content;
  const written = entry._webSocketMessages ?? (file === undefined ? [] : linesOf(beside(file)));
  const messages = written.filter(({ opcode }) => opcode === TEXT || opcode === BINARY);
  const all = messages.filter(({ type }) => type === 'receive');
  const received = all.slice(0, MOST_FRAMES);
  const sent = messages.filter(({ type }) => type === 'send').length;
  const first = written[0]?.time ?? 0;
  const unanswered = messages.at(-1)?.type === 'send';
  return {
    received: received.map((frame) => partOf(frame, first)),
    left: all.length - received.length,
    sent,
    unanswered,
  };
}

function partOf({ time, opcode, data }: HarFrame, first: number): RecordedPart {
  return { atMs: millisecondsBetween(first, time), data: opcode === BINARY ? Buffer.from(data, 'base64') : data };
}

/** Chrome writes seconds since the epoch, Playwright milliseconds; both are told by their size. -1: without times. */
export function millisecondsBetween(first: number, time: number): number {
  const unit = first > 1e11 ? 1 : 1000;
  return Math.max(0, (time - first) * unit);
}

function linesOf(file: Buffer | undefined): readonly HarFrame[] {
  const lines = file?.toString('utf8').split('\n') ?? [];
  const parsed = lines.filter((line) => line.trim() !== '').map(parsedLine);
  const read = v.safeParse(
    frames,
    parsed.filter((each) => each !== undefined),
  );
  return read.success ? read.output : [];
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
