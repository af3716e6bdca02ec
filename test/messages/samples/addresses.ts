import type { AddressesFacts } from '../../../src/labs/addresses/facts.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const TYPED = { did: { kind: 'page', typed: 'Flour' }, received: '<ul id="other"></ul>' } as const;

export const addressesSamples: Samples<keyof AddressesFacts> = {
  'addresses/card-not-shown': [{ facts: { card: 'Flour' }, evidence: TYPED }],
  'addresses/card-not-shared': [{ facts: { card: 'Flour' }, evidence: TYPED }],
  'addresses/bar-stuck': [
    { facts: { texts: [] }, evidence: AT_PAGE },
    { facts: { texts: ['4 %'] }, evidence: AT_PAGE },
  ],
};
