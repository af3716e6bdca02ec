import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { headOf } from './check.ts';
import type { RoomCheck } from './check.ts';
import { HISTORY } from './contract.ts';
import { at, enter, evidenceOf, gets, join, leaveAll, wordsThatCame } from './people.ts';
import type { Person } from './people.ts';

const severity = 'error';
/** More than the history has: the oldest must not come. */
const MOST_MORE = 8;

export const history: RoomCheck<'room-history'> = {
  ...headOf('room-history'),
  waitsFor: 'the last messages at somebody who joins late',
  observes: 'socket',
  needs: ['room-everybody'],
  // What others say meanwhile, the tabs too, would be among the last messages.
  after: ['room-names', 'room-joins', 'room-leaves', 'room-ten', 'room-page'],
  async run(context): Promise<Outcome> {
    const { words } = context;
    const said = Array.from({ length: HISTORY + words.number(1, MOST_MORE) }, () => words.word());
    const speaker = await join(context, words.word());
    if (!speaker.ok) return failed(speaker.problem);
    for (const word of said) speaker.value.say(word);
    await gets(speaker.value, said.at(-1) ?? '');
    const late = await enter(context, words.word());
    if (!late.ok) return failed(late.problem);
    const outcome = await judged(context, late.value, said);
    await leaveAll([speaker.value, late.value]);
    return outcome;
  },
};

async function judged(context: RunContext, late: Person, said: readonly string[]): Promise<Outcome> {
  const due = said.slice(-HISTORY);
  await gets(late, due.at(-1) ?? '');
  const came = wordsThatCame(late, said);
  const twice = came.find((word, index) => came.indexOf(word) !== index);
  if (twice !== undefined) {
    const facts = { text: twice, times: came.filter((word) => word === twice).length, own: false };
    return failed(at({ code: 'room/message-twice', severity, facts, evidence: evidenceOf(context, twice) }, late));
  }
  if (came.join(' ') === due.join(' ')) return PASSED;
  const order = came.toSorted().join(' ') === due.toSorted().join(' ') ? 'other' : 'right';
  // Whatever else came, and is as much as lacks, is kept in the same list.
  const others = late.client.frames.length - came.length;
  const notes = order === 'right' && others > 0 && came.length + others === HISTORY ? { notes: others } : {};
  const facts = { last: HISTORY, came: came.length, order, ...notes } as const;
  const evidence = {
    ...evidenceOf(context, late.name),
    received: late.client.frames.map(({ text }) => text).join('\n'),
  };
  return failed(at({ code: 'room/history', severity, facts, evidence }, late));
}
