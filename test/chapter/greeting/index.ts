import path from 'node:path';
import type { Chapter } from '../../../src/commands/shared/chapter.ts';
import type { Check } from '../../../src/run/check.ts';
import { failed, PASSED } from '../../../src/run/check.ts';

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
    return failed({
      code: 'server/stopped-answering',
      severity: 'error',
      facts: { request: { kind: 'http', path } },
      evidence: { did: { kind: 'http', path }, received: answer.ok ? answer.value.body : answer.problem.message },
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

/** A chapter of two steps that has nothing in common with the real one. */
export const GREETING: Chapter = {
  id: 'greeting',
  about: 'Learn to greet.',
  folder: 'greeting-demo',
  courseFolder: path.join(import.meta.dirname, 'steps'),
  contract: { field: 'name' },
  serverFamilies: [],
  loadChecks: async () => [answers, hasForm, namesField],
};
