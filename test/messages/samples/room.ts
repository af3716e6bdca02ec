import type { RoomFacts } from '../../../src/labs/room/facts.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const SAID = {
  did: { kind: 'ws', path: '/ws', sent: ['{"message":"KofigaPovo"}'] },
  where: [{ file: 'main.js', line: 47 }],
} as const;
const TEXT = 'KofigaPovo';

export const roomSamples: Samples<keyof RoomFacts> = {
  'room/not-to-all': [
    { facts: { text: TEXT, missing: 'others' }, evidence: SAID },
    { facts: { text: TEXT, missing: 'sender' }, evidence: SAID },
    { facts: { text: TEXT, missing: 'everybody' }, evidence: SAID },
  ],
  'room/without-name': [
    {
      facts: { name: 'LurataMeso<i>', came: '<b>KofigaPovo</b>' },
      evidence: { ...SAID, received: '<p>KofigaPovo</p>' },
    },
  ],
  'room/unescaped': [
    {
      facts: { of: 'message', text: '<b>KofigaPovo</b>' },
      evidence: { ...SAID, received: '<p><b>KofigaPovo</b></p>' },
    },
    { facts: { of: 'name', text: 'LurataMeso<i>' }, evidence: { ...SAID, received: '<p>LurataMeso<i>: hello</p>' } },
  ],
  'room/join-not-told': [{ facts: { name: TEXT }, evidence: SAID }],
  'room/leave-not-told': [
    { facts: { name: TEXT, how: 'closed' }, evidence: SAID },
    { facts: { name: TEXT, how: 'vanished' }, evidence: SAID },
  ],
  'room/message-lost': [{ facts: { sent: 29, lost: 4 }, evidence: SAID }],
  'room/message-twice': [
    { facts: { text: TEXT, times: 2, own: true }, evidence: SAID },
    { facts: { text: TEXT, times: 3, own: false }, evidence: SAID },
  ],
  'room/out-of-order': [
    { facts: { differs: 'sender', first: TEXT, second: 'LurataMeso' }, evidence: SAID },
    { facts: { differs: 'clients', first: TEXT, second: 'LurataMeso' }, evidence: SAID },
  ],
  'room/history': [
    { facts: { last: 20, came: 0, order: 'right' }, evidence: SAID },
    { facts: { last: 20, came: 24, order: 'right' }, evidence: SAID },
    { facts: { last: 20, came: 20, order: 'other' }, evidence: SAID },
    { facts: { last: 20, came: 19, order: 'right', notes: 1 }, evidence: SAID },
  ],
  'room/page-times': [
    { facts: { text: TEXT, times: 0, own: false }, evidence: AT_PAGE },
    { facts: { text: TEXT, times: 2, own: true }, evidence: AT_PAGE },
  ],
  'room/slow-holds-up': [
    { facts: { sent: 1_040_000, closed: false }, evidence: SAID },
    { facts: { sent: 1_040_000, closed: true }, evidence: SAID },
  ],
  'room/slow-kept': [{ facts: { sent: 16_000_000, kept: 14_400_000 }, evidence: SAID }],
};
