import type { Finding } from '../../model/finding.ts';
import { whyNotFramed } from '../../rules/stream/framing.ts';
import { whyNotSoon } from '../../rules/stream/rate.ts';
import { noRetry } from '../../rules/stream/retry.ts';
import { tooMuch } from '../../rules/stream/view.ts';
import { failed } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { outcomeOf, startsCheck } from '../common/check.ts';
import { streamView } from '../../run/stream-view.ts';
import { didNotAnswer, logOf, whyNoStream } from '../common/streams.ts';
import { headOf } from './check.ts';
import type { ResumeCheck } from './check.ts';
import { CONTRACT, LAST } from './contract.ts';
import { numbersIn, partsOf } from './parts.ts';
import type { Part } from './parts.ts';
import { not204, unknownId, withoutId, wrongNext, wrongNumbers } from './rules.ts';
import { partsView, resumed, untilLast, wholeStream } from './streams.ts';

export const starts: ResumeCheck<'resume-starts'> = startsCheck(headOf('resume-starts'));

export const stream: ResumeCheck<'resume-stream'> = {
  ...headOf('resume-stream'),
  waitsFor: `the first part from ${CONTRACT.streamPath}`,
  observes: 'stream',
  needs: ['resume-starts'],
  async run(context) {
    const opened = await wholeStream(context);
    const shows = (data: string): boolean => numbersIn(data).length > 0;
    const other = await whyNoStream(context, opened, shows);
    if (other !== undefined || !opened.ok) return outcomeOf(other);
    const client = opened.value;
    await client.until(() => client.parser.events.length > 0, DEADLINE.firstEvent);
    const hasEvents = client.parser.events.length > 0;
    const view = streamView(context, client, { shows, ...(hasEvents ? {} : { log: await logOf(context) }) });
    return outcomeOf(tooMuch(view) ?? whyNotFramed(view) ?? whyNotSoon(view));
  },
};

export const parts: ResumeCheck<'resume-parts'> = {
  ...headOf('resume-parts'),
  waitsFor: `part ${LAST}`,
  observes: 'stream',
  needs: ['resume-stream'],
  // The page can show no more than what comes.
  breaks: { codes: ['resume/wrong-numbers'], checks: { observing: ['page'] } },
  async run(context) {
    const opened = await wholeStream(context);
    if (!opened.ok) return { skipped: opened.problem.message };
    await untilLast(opened.value);
    return outcomeOf(wrongNumbers(partsView(context, opened.value)));
  },
};

/** The parts of the client that was never cut off; empty: it did not get any. */
export async function wholeParts(context: RunContext): Promise<readonly Part[]> {
  const opened = await wholeStream(context);
  return opened.ok ? partsOf(opened.value.parser) : [];
}

export const ids: ResumeCheck<'resume-ids'> = {
  ...headOf('resume-ids'),
  observes: 'stream',
  needs: ['resume-parts'],
  async run(context) {
    const opened = await wholeStream(context);
    return opened.ok ? outcomeOf(withoutId(partsView(context, opened.value))) : { skipped: opened.problem.message };
  },
};

/** Two clients at once, cut off after different parts: what the server keeps for one must not be the other's. */
export const goesOn: ResumeCheck<'resume-goes-on'> = {
  ...headOf('resume-goes-on'),
  waitsFor: 'the parts after a cut',
  observes: 'stream',
  needs: ['resume-ids'],
  async run(context) {
    const whole = await wholeParts(context);
    const cuts = [context.words.number(2, 5), context.words.number(6, LAST - 2)];
    const findings = await Promise.all(cuts.map((last, at) => afterCut(context, whole[last - 1], `stream ${at + 2}`)));
    return outcomeOf(findings.find((finding) => finding !== undefined));
  },
};

/** @param part the last one before the cut */
async function afterCut(context: RunContext, part: Part | undefined, label: string): Promise<Finding | undefined> {
  if (part === undefined) return undefined;
  const { id, number } = part;
  const view = await resumed(context, { id, label }, (count) => count >= LAST - number);
  if (!view.ok) return didNotAnswer(context, view.problem);
  return wrongNext(view.value, number);
}

export const unknown: ResumeCheck<'resume-unknown-id'> = {
  ...headOf('resume-unknown-id'),
  waitsFor: 'an answer to an id that was never sent',
  observes: 'stream',
  needs: ['resume-goes-on'],
  async run(context) {
    const view = await resumed(context, { id: context.words.word(), label: 'stream 4' }, (count) => count > 0);
    return view.ok ? outcomeOf(unknownId(view.value)) : failed(await didNotAnswer(context, view.problem));
  },
};

export const ends: ResumeCheck<'resume-ends'> = {
  ...headOf('resume-ends'),
  waitsFor: 'an answer to the id of the last part',
  observes: 'stream',
  needs: ['resume-ids'],
  async run(context) {
    const id = (await wholeParts(context)).at(-1)?.id ?? '';
    const view = await resumed(context, { id, label: 'stream 5' }, (count) => count > 0);
    return view.ok ? outcomeOf(not204(view.value)) : failed(await didNotAnswer(context, view.problem));
  },
};

export const retry: ResumeCheck<'resume-retry'> = {
  ...headOf('resume-retry'),
  observes: 'stream',
  needs: ['resume-parts'],
  async run(context) {
    const opened = await wholeStream(context);
    if (!opened.ok) return { skipped: opened.problem.message };
    return outcomeOf(noRetry(streamView(context, opened.value, { shows: (data) => numbersIn(data).length > 0 })));
  },
};
