import { setTimeout } from 'node:timers/promises';
import type { Finding } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import type { Outcome } from '../../run/check.ts';
import { failed } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { outcomeOf } from '../common/check.ts';
import { headOf } from './check.ts';
import type { RoomCheck } from './check.ts';
import { at, evidenceOf, gets, join, joinAll, leaveAll, wordsThatCame } from './people.ts';
import type { Person } from './people.ts';

const severity = 'error';
/** They are there from the first message to the last. */
const THROUGHOUT = 7;
/** They join while the others talk. */
const LATE = 2;
const EACH = 3;
/** The longest pause of somebody between two messages. Milliseconds. */
const LONGEST_PAUSE_MS = 60;
/** One of them says a word so often, from the first message until who comes late has joined: what is lost at a join is not left to chance. Milliseconds. */
const CHATTER_MS = 10;
const MOST_CHATTER = 40;

/** What somebody will do. All of it is drawn before anybody begins, so that a seed means the same in each run. */
interface Plan {
  readonly name: string;
  readonly lines: readonly { readonly word: string; readonly pauseMs: number }[];
}

function drawnPlan({ words }: RunContext): Plan {
  const lines = Array.from({ length: EACH }, () => ({
    word: words.word(),
    pauseMs: words.number(0, LONGEST_PAUSE_MS),
  }));
  return { name: words.word(), lines };
}

async function talk(person: Person, { lines }: Plan): Promise<void> {
  for (const { word, pauseMs } of lines) {
    await setTimeout(pauseMs);
    person.say(word);
  }
}

/** Says one word after the other until it is over, and one more then. Returns what was said. */
async function chatter(person: Person, words: readonly string[], over: () => boolean): Promise<readonly string[]> {
  for (const [index, word] of words.entries()) {
    const isLast = over();
    person.say(word);
    if (isLast) return words.slice(0, index + 1);
    await setTimeout(CHATTER_MS);
  }
  return words;
}

/** Says what was planned, but the last of it, and breaks the connection once it has come back. */
async function talkAndVanish(person: Person, { lines, name }: Plan): Promise<void> {
  const said = lines.slice(0, -1);
  await talk(person, { name, lines: said });
  await gets(person, said.at(-1)?.word ?? name);
  person.client.vanish();
}

/** What ten clients said and heard. */
interface Talk {
  /** By word, who said it. */
  readonly senders: ReadonlyMap<string, string>;
  readonly throughout: readonly Person[];
  readonly late: readonly Person[];
}

/** Ten clients: most talk throughout, one of them without a pause, one leaves in between, and two come late. */
async function tenTalk(context: RunContext): Promise<Result<Talk, Finding>> {
  const plans = Array.from({ length: THROUGHOUT }, () => drawnPlan(context));
  const latePlans = Array.from({ length: LATE }, () => drawnPlan(context));
  const leaverPlan = drawnPlan(context);
  const chatterWords = Array.from({ length: MOST_CHATTER }, () => context.words.word());
  const joined = await joinAll(context, [...plans.map(({ name }) => name), leaverPlan.name]);
  if (!joined.ok) return joined;
  const throughout = joined.value.slice(0, THROUGHOUT);
  let awaited = LATE;
  const comesLate = async (plan: Plan): Promise<Result<Person, Finding>> => {
    await setTimeout(plan.lines[0]?.pauseMs ?? 0);
    const person = await join(context, plan.name);
    awaited -= 1;
    if (person.ok) await talk(person.value, plan);
    return person;
  };
  const chatterer = throughout.at(-1);
  const [late, chattered] = await Promise.all([
    Promise.all(latePlans.map(comesLate)),
    chatterer === undefined ? [] : chatter(chatterer, chatterWords, () => awaited === 0),
    ...joined.value.slice(THROUGHOUT).map((leaver) => talkAndVanish(leaver, leaverPlan)),
    ...throughout.map(async (person, index) => {
      const plan = plans[index];
      if (plan !== undefined && person !== chatterer) await talk(person, plan);
    }),
  ]);
  const wordsOf = ({ name, lines }: Plan): readonly string[] =>
    name === chatterer?.name ? chattered : lines.map(({ word }) => word);
  const leaver = { ...leaverPlan, lines: leaverPlan.lines.slice(0, -1) };
  const senders = new Map(
    [...plans, ...latePlans, leaver].flatMap((plan) => wordsOf(plan).map((word) => [word, plan.name] as const)),
  );
  const words = [...senders.keys()];
  const refused = late.find((each) => !each.ok);
  if (refused?.ok === false) return refused;
  const cameLate = late.flatMap((each) => (each.ok ? [each.value] : []));
  await Promise.all(throughout.map((person) => untilCame(person, words, words)));
  const newest = throughout.slice(0, 1).flatMap((person) => wordsThatCame(person, words).slice(-1));
  await Promise.all(cameLate.map((person) => untilCame(person, words, newest)));
  return { ok: true, value: { senders, throughout, late: cameLate } };
}

/** Waits until what is awaited of the words has come to somebody, and what was sent together with the last. */
async function untilCame(person: Person, words: readonly string[], awaited: readonly string[]): Promise<void> {
  const all = (): boolean => {
    const came = new Set(wordsThatCame(person, words));
    return awaited.every((word) => came.has(word));
  };
  await person.client.frame(all, DEADLINE.reply);
  await person.client.roundTrip(DEADLINE.pong);
}

/** The first two things that are in another order in one list than in the other; both have the same. */
function firstSwapped(right: readonly string[], came: readonly string[]): readonly [string, string] | undefined {
  const index = right.findIndex((word, place) => came[place] !== word);
  const [first, second] = [right[index], came[index]];
  return first === undefined || second === undefined ? undefined : [first, second];
}

function whyTwice(context: RunContext, { senders }: Talk, person: Person): Finding | undefined {
  const came = wordsThatCame(person, [...senders.keys()]);
  const text = came.find((word, index) => came.indexOf(word) !== index);
  if (text === undefined) return undefined;
  const times = came.filter((word) => word === text).length;
  const facts = { text, times, own: senders.get(text) === person.name };
  return at({ code: 'room/message-twice', severity, facts, evidence: evidenceOf(context, text) }, person);
}

/**
 * One of these people did not get a message that was sent while it was there. Who came late has all from the first on that it got, which can be said
 * only where all get them in the same order.
 */
function whyLost(
  context: RunContext,
  { senders, throughout, late }: Talk,
  people: readonly Person[],
): Finding | undefined {
  const words = [...senders.keys()];
  const order = throughout.slice(0, 1).flatMap((person) => wordsThatCame(person, words));
  const due = ({ name }: Person, came: readonly string[]): readonly string[] => {
    const from = order.findIndex((word) => came.includes(word));
    return words.filter((word) => senders.get(word) === name || (from >= 0 && order.indexOf(word) >= from));
  };
  const lacking = people.map((person) => {
    const came = wordsThatCame(person, words);
    const wanted = late.includes(person) ? due(person, came) : words;
    return { person, lost: wanted.filter((word) => !came.includes(word)) };
  });
  const most = lacking.toSorted((a, b) => b.lost.length - a.lost.length)[0];
  if (most === undefined || most.lost.length === 0) return undefined;
  const facts = { sent: words.length, lost: most.lost.length };
  const evidence = evidenceOf(context, ...most.lost);
  return at({ code: 'room/message-lost', severity, facts, evidence }, most.person);
}

/** Everybody has every message once. */
function whyMixed(context: RunContext, { senders, throughout, late }: Talk): Finding | undefined {
  const words = [...senders.keys()];
  const [reader] = throughout;
  if (reader === undefined) return undefined;
  const order = wordsThatCame(reader, words);
  for (const person of [...throughout, ...late]) {
    const came = wordsThatCame(person, words);
    // The words of each sender were drawn, and sent, in this order.
    for (const name of new Set(senders.values())) {
      const bySender = (word: string): boolean => senders.get(word) === name && came.includes(word);
      const mixed = firstSwapped(words.filter(bySender), came.filter(bySender));
      if (mixed !== undefined) return outOfOrder(context, 'sender', mixed, person);
    }
    const mixed = firstSwapped(
      order.filter((word) => came.includes(word)),
      came,
    );
    if (mixed !== undefined) return outOfOrder(context, 'clients', mixed, reader, person);
  }
  return undefined;
}

function outOfOrder(
  context: RunContext,
  differs: 'sender' | 'clients',
  [first, second]: readonly [string, string],
  ...people: readonly Person[]
): Finding {
  const evidence = evidenceOf(context, first, second);
  return at({ code: 'room/out-of-order', severity, facts: { differs, first, second }, evidence }, ...people);
}

export const ten: RoomCheck<'room-ten'> = {
  ...headOf('room-ten'),
  waitsFor: 'the messages of ten clients at each of them',
  observes: 'socket',
  needs: ['room-everybody'],
  // Who joins or leaves there would be told here, and the other way round.
  after: ['room-names', 'room-joins', 'room-leaves'],
  async run(context): Promise<Outcome> {
    const talked = await tenTalk(context);
    if (!talked.ok) return failed(talked.problem);
    const talk = talked.value;
    const people = [...talk.throughout, ...talk.late];
    const twice = people.map((person) => whyTwice(context, talk, person)).find((each) => each !== undefined);
    const finding =
      twice ?? whyLost(context, talk, talk.throughout) ?? whyMixed(context, talk) ?? whyLost(context, talk, talk.late);
    await leaveAll(people);
    return outcomeOf(finding);
  },
};
