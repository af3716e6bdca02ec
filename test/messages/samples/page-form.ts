import type { PageFacts } from '../../../src/model/facts/page.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const TYPED = { ...AT_PAGE, did: { kind: 'page', typed: 'hello' }, waitedMs: 2000 } as const;
const ENTER = { kind: 'press', key: 'Enter' } as const;

export const pageFormSamples: Samples<
  keyof Pick<PageFacts, 'page/no-form' | 'page/no-frame' | 'page/message-not-in-frame' | 'page/name-twice'>
> = {
  'page/no-form': [
    { facts: { controls: 1, limit: { attribute: 'type', value: 'number', tag: 'input' } }, evidence: AT_PAGE },
    { facts: { controls: 0 }, evidence: AT_PAGE },
    { facts: { controls: 1 }, evidence: AT_PAGE },
    { facts: { controls: 3 }, evidence: AT_PAGE },
    { facts: { controls: 0, typing: 'editable' }, evidence: AT_PAGE },
    { facts: { controls: 0, typing: 'shadow' }, evidence: AT_PAGE },
  ],
  'page/no-frame': [
    { facts: { actions: [ENTER], heldByValidation: false, prevented: true }, evidence: TYPED },
    { facts: { actions: [ENTER], heldByValidation: false, stopped: true }, evidence: TYPED },
    { facts: { actions: [ENTER], heldByValidation: false, emptied: true }, evidence: TYPED },
    {
      facts: {
        actions: [
          { kind: 'click', control: { tag: 'button', id: 'send' } },
          { kind: 'press', key: 'Enter' },
        ],
        heldByValidation: false,
      },
      evidence: TYPED,
    },
    {
      facts: {
        actions: [{ kind: 'click', control: { tag: 'input', type: 'submit' } }],
        heldByValidation: true,
      },
      evidence: { ...TYPED, waitedMs: 0 },
    },
  ],
  'page/message-not-in-frame': [
    { facts: { frame: 'undefined', sent: 'hello', by: 'listener' }, evidence: TYPED },
    {
      facts: { frame: '{"message":""}', sent: 'hello', limit: { attribute: 'readonly', value: '', tag: 'input' } },
      evidence: TYPED,
    },
    {
      facts: { frame: '{}', sent: 'hello', limit: { attribute: 'disabled', value: '', tag: 'fieldset' } },
      evidence: TYPED,
    },
    {
      facts: { frame: '{"message":"hel"}', sent: 'hello', limit: { attribute: 'maxlength', value: '3', tag: 'input' } },
      evidence: TYPED,
    },
    { facts: { frame: '{"room":"1","HEADERS":{}}', sent: 'hello' }, evidence: TYPED },
    { facts: { frame: '{"message":""}', sent: 'hello', emptied: true }, evidence: TYPED },
    { facts: { frame: '{}', sent: 'hello', vals: '{"message": "hi"}' }, evidence: TYPED },
    { facts: { frame: '{"message":"hello"}', sent: 'Hello', change: { kind: 'case', to: 'lower' } }, evidence: TYPED },
  ],
  'page/name-twice': [
    {
      facts: { name: 'message', values: ['hello', 'Send'], other: { tag: 'button', type: 'submit' } },
      evidence: AT_PAGE,
    },
    { facts: { name: 'message', values: ['hello', ''], other: { tag: 'input', type: 'hidden' } }, evidence: AT_PAGE },
    { facts: { name: 'message', values: ['hello', 'ada'], other: { tag: 'input' } }, evidence: AT_PAGE },
    { facts: { name: 'message', values: ['hello', 'hello'], other: undefined }, evidence: AT_PAGE },
  ],
};
