import type { FormatFacts } from '../../../src/labs/format/facts.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const POSTED = { did: { kind: 'http', path: '/notes', form: { text: 'one\ntwo' } } } as const;
const READ = { ...POSTED, received: 'data:<li>one\ntwo</li>\n\n' } as const;

export const formatSamples: Samples<keyof FormatFacts> = {
  'format/not-taken': [
    { facts: { status: 404 }, evidence: POSTED },
    { facts: { status: 0 }, evidence: POSTED },
  ],
  'format/text-altered': [
    { facts: { damage: 'nothing', line: 'one' }, evidence: POSTED },
    { facts: { damage: 'line', line: 'two' }, evidence: READ },
    { facts: { damage: 'cr', line: 'two' }, evidence: { ...READ, did: { ...READ.did, form: { text: 'one\rtwo' } } } },
    { facts: { damage: 'field', line: 'data: two' }, evidence: READ },
    { facts: { damage: 'field', line: 'data: two', got: 'two' }, evidence: READ },
    { facts: { damage: 'blanks', line: '  two', got: ' two' }, evidence: READ },
    { facts: { damage: 'empty', line: 'two' }, evidence: READ },
    { facts: { damage: 'joined', line: 'two', got: 'one two' }, evidence: READ },
    { facts: { damage: 'other', line: 'two', got: 'TWO' }, evidence: READ },
  ],
  'format/urgent-name': [
    { facts: { name: 'urgent ', ordinary: 'message' }, evidence: READ },
    { facts: { name: 'message', ordinary: 'message' }, evidence: READ },
    { facts: { name: 'message', ordinary: 'message', line: 'event : urgent' }, evidence: READ },
  ],
  'format/page-lacks': [
    { facts: { line: 'two', urgent: false }, evidence: AT_PAGE },
    { facts: { line: 'two', urgent: true }, evidence: AT_PAGE },
  ],
};
