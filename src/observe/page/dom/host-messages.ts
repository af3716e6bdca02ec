import * as v from 'valibot';
import type { PageFailure } from '../../../model/page.ts';
import { excess, flag, number, recordBody, snapshot, text } from '../record-schema.ts';
import type { FromHost, HostCommands } from './protocol.ts';

// What the process of a page says is read as a stranger's: a script there may have taken it over. A message of another form counts as none.

const end = v.variant('kind', [
  v.object({ kind: v.literal('running') }),
  v.object({ kind: v.literal('code'), code: v.nullable(number) }),
  v.object({ kind: v.literal('signal'), signal: text }),
  v.object({ kind: v.literal('not-started'), reason: text }),
]);

const failure: v.GenericSchema<unknown, PageFailure> = v.variant('reason', [
  v.object({
    reason: v.literal('unreachable'),
    failure: v.object({
      reason: v.picklist(['refused', 'deadline', 'broken', 'unknown-host', 'untrusted', 'no-tls', 'endless']),
      error: v.exactOptional(text),
      excess: v.exactOptional(excess),
    }),
  }),
  v.object({ reason: v.literal('not-html'), contentType: text }),
  v.object({ reason: v.literal('hung'), during: v.picklist(['load', 'answer', 'script']), ms: number }),
  v.object({ reason: v.literal('out-of-memory'), megabytes: v.exactOptional(number) }),
  v.object({ reason: v.literal('engine-died'), exit: v.exactOptional(end), error: text }),
]);

const control = v.object({
  tag: text,
  name: v.exactOptional(text),
  id: v.exactOptional(text),
  type: v.exactOptional(text),
});

const ANSWERS: { readonly [C in keyof HostCommands]: v.GenericSchema<unknown, HostCommands[C]['value']> } = {
  open: v.object({ status: number, headers: v.record(v.string(), text), html: text }),
  snapshot,
  send: v.pipe(
    v.object({
      input: v.optional(control),
      actions: v.array(
        v.variant('kind', [
          v.object({ kind: v.literal('click'), control }),
          v.object({ kind: v.literal('press'), key: v.literal('Enter') }),
        ]),
      ),
      heldByValidation: flag,
    }),
    v.transform(({ input, ...others }) => ({ input, ...others })),
  ),
  untilText: v.object({ met: flag, text, html: text }),
  count: number,
  click: v.picklist(['clicked', 'missing', 'invalid']),
  fixRandom: v.null(),
  cookies: v.array(v.object({ name: text, value: text })),
  close: v.null(),
};

const message: v.GenericSchema<unknown, FromHost> = v.variant('type', [
  v.object({ type: v.literal('ready'), version: v.string() }),
  v.object({ type: v.literal('pong'), memory: number }),
  v.object({ type: v.literal('reply'), id: v.number(), value: v.unknown() }),
  v.object({ type: v.literal('failed'), id: v.number(), failure }),
  v.object({
    type: v.literal('record'),
    tab: v.number(),
    at: v.number(),
    body: recordBody,
  }),
]);

/** The message in a line that the host wrote; undefined: it is none of the host's. */
export function readMessage(line: string): FromHost | undefined {
  try {
    const read = v.safeParse(message, JSON.parse(line));
    return read.success ? read.output : undefined;
  } catch {
    // Not JSON, or nested so deeply that it is not read.
    return undefined;
  }
}

/** The answer to a command; undefined: it does not have that form. */
export function readAnswer<C extends keyof HostCommands>(
  command: C,
  value: unknown,
): HostCommands[C]['value'] | undefined {
  try {
    const read = v.safeParse(ANSWERS[command], value);
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
