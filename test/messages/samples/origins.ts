import type { OriginsFacts } from '../../../src/labs/origins/facts.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const AT_SERVER = { where: [{ file: 'main.js', line: 31 }] } as const;

export const originsSamples: Samples<keyof OriginsFacts> = {
  'origins/visitors-stuck': [
    { facts: { texts: [] }, evidence: AT_PAGE },
    { facts: { texts: ['12'] }, evidence: AT_PAGE },
  ],
  'origins/own-page-refused': [{ facts: { origin: 'http://localhost:8000', status: 403 }, evidence: AT_SERVER }],
  'origins/text-not-shown': [{ facts: { text: 'Back in five minutes' }, evidence: AT_PAGE }],
  'origins/stream-open': [
    { facts: { origin: 'http://localhost:40123', allowed: 'http://localhost:40123' }, evidence: AT_SERVER },
    { facts: { origin: 'http://localhost:40123', allowed: '*' }, evidence: AT_SERVER },
    { facts: { origin: 'null', allowed: 'null' }, evidence: AT_SERVER },
  ],
  'origins/socket-open': [
    { facts: { origin: 'http://localhost:40123', does: 'writes' }, evidence: AT_SERVER },
    { facts: { origin: 'http://localhost:40123', does: 'reads' }, evidence: AT_SERVER },
    { facts: { origin: 'null', does: 'writes' }, evidence: AT_SERVER },
  ],
};
