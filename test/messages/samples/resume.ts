import type { ResumeFacts } from '../../../src/labs/resume/facts.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const READ = { did: { kind: 'sse', path: '/sse/parts' }, received: 'data: <li>Part 1</li>\n\n' } as const;

export const resumeSamples: Samples<keyof ResumeFacts> = {
  'resume/wrong-numbers': [
    { facts: { numbers: [1, 3] }, evidence: READ },
    { facts: { numbers: [] }, evidence: READ },
    { facts: { numbers: Array.from({ length: 30 }, (_, at) => at) }, evidence: READ },
  ],
  'resume/no-id': [
    { facts: { part: 1 }, evidence: READ },
    { facts: { part: 4, repeated: 'part' }, evidence: READ },
  ],
  'resume/starts-again': [{ facts: { id: '7', last: 7, next: 1, status: 200 }, evidence: READ }],
  'resume/wrong-next': [
    { facts: { id: '7', last: 7, next: 7, status: 200 }, evidence: READ },
    { facts: { id: '7', last: 7, next: 9, status: 200 }, evidence: READ },
    { facts: { id: '7', last: 7, next: null, status: 200 }, evidence: READ },
    { facts: { id: '7', last: 7, next: null, status: 500 }, evidence: READ },
  ],
  'resume/unknown-id': [
    { facts: { id: 'KofigaPovo', first: null, status: 200 }, evidence: READ },
    { facts: { id: 'KofigaPovo', first: null, status: 500 }, evidence: READ },
    { facts: { id: 'KofigaPovo', first: 12, status: 200 }, evidence: READ },
  ],
  'resume/no-204': [
    { facts: { id: '12', first: 1, status: 200 }, evidence: READ },
    { facts: { id: '12', first: null, status: 404 }, evidence: READ },
  ],
  'resume/page-numbers': [
    { facts: { numbers: [12] }, evidence: AT_PAGE },
    { facts: { numbers: [1, 2, 1, 2], cut: 2 }, evidence: AT_PAGE },
  ],
  'resume/page-not-closed': [
    { facts: { again: true, events: ['message'] }, evidence: AT_PAGE },
    { facts: { again: true, closes: 'end', events: ['message', 'done'] }, evidence: AT_PAGE },
    { facts: { again: false, events: ['message'] }, evidence: AT_PAGE },
  ],
};
