import type { Finding } from '../../model/finding.ts';
import { noRetry } from '../../rules/stream/retry.ts';
import { tooMuch } from '../../rules/stream/view.ts';
import type { Outcome } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { shared } from '../../run/shared.ts';
import { outcomeOf, startsCheck } from '../common/check.ts';
import { streamView } from '../../run/stream-view.ts';
import { whyNoStream } from '../common/streams.ts';
import { headOf } from './check.ts';
import type { CheckId, FormatCheck } from './check.ts';
import { CONTRACT } from './contract.ts';
import { isFinding, noteStream, post } from './notes.ts';
import type { Note, PostedNote } from './notes.ts';
import { notWhole, wrongName } from './rules.ts';

function isText(data: string): boolean {
  return data.trim() !== '';
}

export const starts: FormatCheck<'format-starts'> = startsCheck(headOf('format-starts'));

export const stream: FormatCheck<'format-stream'> = {
  ...headOf('format-stream'),
  waitsFor: `an answer from ${CONTRACT.streamPath}`,
  observes: 'stream',
  needs: ['format-starts'],
  async run(context) {
    const opened = await noteStream(context);
    const other = await whyNoStream(context, opened, isText);
    return outcomeOf(other ?? (opened.ok ? tooMuch(streamView(context, opened.value, { shows: isText })) : undefined));
  },
};

/** Posts a note while a client reads the stream. @returns undefined where the stream is not there any more */
export async function postTo(context: RunContext, note: Note): Promise<PostedNote | Finding | undefined> {
  const opened = await noteStream(context);
  return opened.ok ? post(context, opened.value, note) : undefined;
}

/** A note of one line, which tells what the event of any note is called. */
const ordinaryNote = shared((context) => postTo(context, { text: context.words.text().text, urgent: false }));

async function judge(
  posting: ReturnType<typeof postTo>,
  rule: (note: PostedNote) => Finding | undefined,
): Promise<Outcome> {
  const posted = await posting;
  if (posted === undefined) return { skipped: 'the stream was not answered' };
  return outcomeOf(isFinding(posted) ? posted : rule(posted));
}

export const posts: FormatCheck<'format-posts'> = {
  ...headOf('format-posts'),
  waitsFor: 'a note in the stream',
  observes: 'stream',
  needs: ['format-stream'],
  run: (context) => judge(ordinaryNote(context), notWhole),
};

/** A check that posts a note and wants it back as it was. @param text makes the note of random words */
function wholeNote<Id extends CheckId>(id: Id, needs: CheckId, text: (word: () => string) => string): FormatCheck<Id> {
  return {
    ...headOf(id),
    waitsFor: 'a note in the stream',
    observes: 'stream',
    needs: [needs],
    run: (context) => judge(postTo(context, { text: text(() => context.words.word()), urgent: false }), notWhole),
  };
}

export const lines = wholeNote(
  'format-lines',
  'format-posts',
  (word) => `${word()} needs:\n${word()}\n${word()}: one\n${word()}`,
);

export const emptyLines = wholeNote(
  'format-empty-lines',
  'format-lines',
  (word) => `${word()}\n\n${word()}\n\n\n${word()}`,
);

export const fields = wholeNote(
  'format-fields',
  'format-lines',
  (word) =>
    `${word()}\ndata: ${word()}\nevent: ${word()}\nid: ${word()}\n: ${word()}\ndata:${word()}\nretry: 1 ${word()}\n${word()}`,
);

export const lineEnds = wholeNote(
  'format-line-ends',
  'format-lines',
  (word) => `${word()}\r\n${word()}\r${word()}\r\r\n${word()}`,
);

export const blanks = wholeNote(
  'format-blanks',
  'format-lines',
  (word) => `${word()} {\n ${word()}\n  ${word()}\n      ${word()}\n${word()}`,
);

export const urgent: FormatCheck<'format-urgent'> = {
  ...headOf('format-urgent'),
  waitsFor: 'an urgent note in the stream',
  observes: 'stream',
  needs: ['format-posts'],
  async run(context) {
    const ordinary = await ordinaryNote(context);
    const name = ordinary === undefined || isFinding(ordinary) ? undefined : ordinary.event;
    return judge(urgentNote(context), (note) => notWhole(note) ?? wrongName(note, name ?? 'message'));
  },
};

const urgentNote = shared((context) => postTo(context, { text: context.words.text().text, urgent: true }));

export const retry: FormatCheck<'format-retry'> = {
  ...headOf('format-retry'),
  observes: 'stream',
  needs: ['format-posts'],
  async run(context) {
    const opened = await noteStream(context);
    if (!opened.ok) return { skipped: opened.problem.message };
    return outcomeOf(noRetry(streamView(context, opened.value, { shows: isText })));
  },
};
