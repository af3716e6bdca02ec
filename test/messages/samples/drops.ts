import type { DropsFacts } from '../../../src/labs/drops/facts.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const READ = { did: { kind: 'sse', path: '/sse/prices' }, received: 'retry: 1000\n\n' } as const;
const POSTED = { did: { kind: 'http', path: '/prices', form: { name: 'KofigaPovo', price: '41.37' } } } as const;

export const dropsSamples: Samples<keyof DropsFacts> = {
  'drops/silent': [{ facts: { gapMs: 6000, idleMs: 3000 }, evidence: READ }],
  'drops/price-lost': [
    { facts: { price: 'KofigaPovo', through: 'client' }, evidence: POSTED },
    { facts: { price: 'KofigaPovo', through: 'page' }, evidence: POSTED },
    { facts: { price: 'KofigaPovo', through: 'proxy' }, evidence: POSTED },
  ],
  'drops/other-price': [
    {
      facts: { name: 'KofigaPovo', price: '41.37', came: 'KofigaPovo 12.50' },
      evidence: { ...POSTED, received: 'KofigaPovo 12.50' },
    },
  ],
  'drops/not-back': [{ facts: { code: 1000 }, evidence: AT_PAGE }],
  'drops/order-lost': [
    { facts: { order: '12 shares', back: false }, evidence: AT_PAGE },
    { facts: { order: '12 shares', back: true }, evidence: AT_PAGE },
  ],
};
