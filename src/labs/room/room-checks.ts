import { visibleText } from '../../htmx/markup.ts';
import type { FactsByCode, Finding } from '../../model/finding.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { outcomeOf, startsCheck } from '../common/check.ts';
import { headOf } from './check.ts';
import type { RoomCheck } from './check.ts';
import { CONTRACT } from './contract.ts';
import { at, connect, evidenceOf, gets, joinAll, leaveAll, shows, timesCame } from './people.ts';
import type { Person } from './people.ts';

const severity = 'error';

export const starts: RoomCheck<'room-starts'> = startsCheck(headOf('room-starts'));

export const opens: RoomCheck<'room-opens'> = {
  ...headOf('room-opens'),
  waitsFor: `a handshake at ${CONTRACT.socketPath}`,
  observes: 'socket',
  needs: ['room-starts'],
  async run(context): Promise<Outcome> {
    const opened = await connect(context);
    if (!opened.ok) return failed(opened.problem);
    await opened.value.client.close();
    return PASSED;
  },
};

/** A few people join, something happens between them, and they leave. @param names of those who join, one after the other */
async function among(
  context: RunContext,
  names: readonly string[],
  happens: (people: readonly Person[]) => Promise<Finding | undefined>,
): Promise<Outcome> {
  const joined = await joinAll(context, names);
  if (!joined.ok) return failed(joined.problem);
  const finding = await happens(joined.value);
  await leaveAll(joined.value);
  return outcomeOf(finding);
}

function drawnNames({ words }: RunContext, count: number): readonly string[] {
  return Array.from({ length: count }, () => words.word());
}

/** Who did not get the message, in the words of the finding; undefined: everybody got it. */
async function whoLacks(
  [sender, ...others]: readonly Person[],
  text: string,
): Promise<FactsByCode['room/not-to-all']['missing'] | undefined> {
  const [own, ...got] = await Promise.all(
    [sender, ...others].map(async (each) => each !== undefined && gets(each, text)),
  );
  if (own === true && got.every(Boolean)) return undefined;
  if (own === true) return 'others';
  return got.every(Boolean) ? 'sender' : 'everybody';
}

export const everybody: RoomCheck<'room-everybody'> = {
  ...headOf('room-everybody'),
  waitsFor: 'a message at three clients',
  observes: 'socket',
  needs: ['room-opens'],
  run: (context) =>
    among(context, drawnNames(context, 3), async (people) => {
      const [sender] = people;
      const text = context.words.word();
      sender?.say(text);
      const missing = await whoLacks(people, text);
      const evidence = evidenceOf(context, sender?.name ?? '', text);
      if (missing !== undefined) return { code: 'room/not-to-all', severity, facts: { text, missing }, evidence };
      const times = await Promise.all(people.map((person) => timesCame(person, text)));
      const twice = times.findIndex((each) => each > 1);
      const [person, count] = [people[twice], times[twice]];
      if (person === undefined || count === undefined) return undefined;
      const facts = { text, times: count, own: person === sender };
      return at({ code: 'room/message-twice', severity, facts, evidence }, person);
    }),
};

export const names: RoomCheck<'room-names'> = {
  ...headOf('room-names'),
  waitsFor: 'a message with the name of its sender',
  observes: 'socket',
  needs: ['room-everybody'],
  run(context) {
    const [word, other] = [context.words.word(), context.words.word()];
    const name = `${word}<i>`;
    return among(context, [other, name], async ([reader, sender]) => {
      if (reader === undefined || sender === undefined) return undefined;
      const said = context.words.word();
      const text = `<b>${said}</b>`;
      sender.say(text);
      const waited = await reader.client.frame((frame) => frame.text.includes(said), DEADLINE.reply);
      const received = waited.kind === 'frame' ? waited.frame.text : '';
      const evidence = { ...evidenceOf(context, name, text), received };
      if (received === '') return { code: 'room/not-to-all', severity, facts: { text, missing: 'others' }, evidence };
      const came = visibleText(received);
      if (!came.includes(word)) return { code: 'room/without-name', severity, facts: { name, came }, evidence };
      const of = received.includes(text) ? 'message' : received.includes(name) ? 'name' : undefined;
      if (of === undefined) return undefined;
      return { code: 'room/unescaped', severity, facts: { of, text: of === 'name' ? name : text }, evidence };
    });
  },
};

export const joins: RoomCheck<'room-joins'> = {
  ...headOf('room-joins'),
  waitsFor: 'word that somebody has joined',
  observes: 'socket',
  needs: ['room-everybody'],
  run: (context) =>
    among(context, drawnNames(context, 3), async ([first, second, third]) => {
      if (first === undefined || second === undefined || third === undefined) return undefined;
      const told = await Promise.all([
        gets(first, second.name).then((isTold) => (isTold ? undefined : { person: first, name: second.name })),
        gets(first, third.name).then((isTold) => (isTold ? undefined : { person: first, name: third.name })),
        gets(second, third.name).then((isTold) => (isTold ? undefined : { person: second, name: third.name })),
      ]);
      const untold = told.find((each) => each !== undefined);
      if (untold === undefined) return undefined;
      const { person, name } = untold;
      return at({ code: 'room/join-not-told', severity, facts: { name }, evidence: evidenceOf(context, name) }, person);
    }),
};

export const leaves: RoomCheck<'room-leaves'> = {
  ...headOf('room-leaves'),
  waitsFor: 'word that somebody has left',
  observes: 'socket',
  needs: ['room-joins'],
  run: (context) =>
    among(context, drawnNames(context, 3), async ([stays, closes, vanishes]) => {
      if (stays === undefined || closes === undefined || vanishes === undefined) return undefined;
      for (const how of ['closed', 'vanished'] as const) {
        const { name, client } = how === 'closed' ? closes : vanishes;
        const before = stays.client.frames.length;
        if (how === 'closed') await client.close();
        else client.vanish();
        const since = (): boolean => stays.client.frames.slice(before).some((frame) => shows(frame, name));
        const waited = since() ? undefined : await stays.client.frame(since, DEADLINE.reply);
        if (waited === undefined || waited.kind === 'frame') continue;
        const evidence = evidenceOf(context, name);
        return at({ code: 'room/leave-not-told', severity, facts: { name, how }, evidence }, stays);
      }
      return undefined;
    }),
};
