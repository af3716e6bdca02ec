import path from 'node:path';
import type { Entries } from '../../../src/messages/index.ts';
import { catalogueOf, GENERIC } from '../../../src/messages/index.ts';
import type { Chapter } from '../../../src/commands/common/chapter.ts';
import { dialectOf } from '../../../src/htmx/index.ts';
import type { Check } from '../../../src/run/check.ts';
import { failed, PASSED } from '../../../src/run/check.ts';

/** The chapter's own code; it joins those that the compiler knows. */
interface GreetingFacts {
  'greeting/other-name': { readonly name: string; readonly answer: string };
}

declare module '../../../src/model/finding.ts' {
  interface FactsByCode extends GreetingFacts {}
}

type GreetingCheck = Check<'answers' | 'has-form' | 'names-field'>;

/** The server greets by the name that it was given. */
const answers: GreetingCheck = {
  id: 'answers',
  title: 'The server greets',
  observes: 'server',
  needs: [],
  async run(context) {
    const word = context.wants('name') ? context.words.word() : 'you';
    const path = `/greeting?name=${word}`;
    const answer = await context.get(path);
    if (answer.ok && answer.value.body === `Hello ${word}`) return PASSED;
    const received = answer.ok ? answer.value.body : answer.problem.message;
    return failed({
      code: 'greeting/other-name',
      severity: 'error',
      facts: { name: word, answer: received },
      evidence: { did: { kind: 'http', path }, received },
    });
  },
};

const hasForm: GreetingCheck = {
  id: 'has-form',
  title: 'The page has a form',
  observes: 'page',
  tab: 'tab 1',
  needs: ['answers'],
  async run(_, tab) {
    if ((await tab.count('form')) > 0) return PASSED;
    return failed({
      code: 'page/no-form',
      severity: 'error',
      facts: { controls: 0 },
      evidence: { did: { kind: 'page' }, received: tab.document.html },
    });
  },
};

const namesField: GreetingCheck = {
  id: 'names-field',
  title: 'The field has the name that the server reads',
  observes: 'page',
  tab: 'tab 1',
  needs: ['has-form'],
  async run({ contract, sources }, tab) {
    const input = (await tab.snapshot()).elements.find((element) => element.tag === 'input');
    const name = input?.attributes['name'] ?? '';
    if (name === contract.field) return PASSED;
    return failed({
      code: 'page/input-other-name',
      severity: 'error',
      facts: { name },
      evidence: { did: { kind: 'page' }, where: sources.find('page', /<input/u) },
    });
  },
};

const CHECKS = [answers, hasForm, namesField];

const CONTRACT = { field: 'name' };

const ENTRIES: Entries<keyof GreetingFacts> = {
  'greeting/other-name': {
    words: ({ facts: { name, answer } }) => ({
      title: 'Somebody else is greeted',
      expected: `Hello ${name}`,
      cause: `The server answers \`${answer}\` to ${name}.`,
      fix: 'Greet by the name in the address.',
    }),
    explain: {
      title: 'Somebody else is greeted',
      meaning: 'The name in the address is not the one in the greeting.',
      wrong: { language: 'text', text: 'Hello' },
      right: { language: 'text', text: 'Hello Ann' },
      source: 'the first step',
    },
  },
};

/** The server bows or nods to the guest whom the address names. */
function gesture(id: 'bows' | 'nods', expected: string): Check<'bows' | 'nods'> {
  return {
    id,
    title: `The server ${id}`,
    observes: 'server',
    needs: [],
    async run(context) {
      const word = context.words.word();
      const path = `/?name=${word}`;
      const answer = await context.get(path);
      const received = answer.ok ? answer.value.body : answer.problem.message;
      if (received === `${expected} ${word}`) return PASSED;
      const facts = { name: word, answer: received };
      return failed({
        code: 'greeting/other-name',
        severity: 'error',
        facts,
        evidence: { did: { kind: 'http', path }, received },
      });
    },
  };
}

function lab(id: 'lab-bow' | 'lab-nod', check: Check<'bows' | 'nods'>): Chapter {
  return {
    ...PARTS,
    id,
    about: 'Learn to behave.',
    folder: `greeting-${id}`,
    courseFolder: path.join(import.meta.dirname, 'labs'),
    step: id,
    loadWording: async () => ({
      catalogue: catalogueOf(GENERIC, { entries: ENTRIES, notes: {}, original: {} }),
      contract: {},
      checkTitles: { [check.id]: check.title },
    }),
    loadChecks: async () => [check],
  };
}

const PARTS = {
  contract: CONTRACT,
  htmx: 2,
  serverFamilies: ['greeting'],
  loadCoachRules: async () => () => ({
    contract: CONTRACT,
    dialect: dialectOf('2'),
    page: () => undefined,
    sent: () => undefined,
    notShown: () => undefined,
    nowhere: () => undefined,
    shown: () => undefined,
    events: () => undefined,
  }),
} as const satisfies Partial<Chapter>;

/** A chapter of two steps and two labs that has nothing in common with the real one. */
export const GREETING: Chapter = {
  ...PARTS,
  id: 'greeting',
  about: 'Learn to greet.',
  folder: 'greeting-demo',
  courseFolder: path.join(import.meta.dirname, 'steps'),
  labs: [lab('lab-bow', gesture('bows', 'A bow to')), lab('lab-nod', gesture('nods', 'A nod to'))],
  loadWording: async () => ({
    catalogue: catalogueOf(GENERIC, { entries: ENTRIES, notes: {}, original: {} }),
    contract: CONTRACT,
    checkTitles: Object.fromEntries(CHECKS.map(({ id, title }) => [id, title])),
  }),
  loadChecks: async () => CHECKS,
};
