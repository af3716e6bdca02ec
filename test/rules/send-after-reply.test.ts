import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../src/model/page.ts';
import { whyNotSent } from '../../src/rules/send.ts';
import type { SendView } from '../../src/rules/send.ts';
import { sentMessage } from '../../src/rules/sent-message.ts';
import { lineOf, page, recordedPage, outline } from '../support/recorded-page.ts';
import type { Happened } from '../support/recorded-page.ts';

const severity = 'error';
const ACTIONS = [{ kind: 'click', control: { tag: 'button' } }] as const;
const OUTCOME: SendOutcome = { input: { tag: 'input', name: 'text' }, actions: ACTIONS, heldByValidation: false };

const RIGHT = page(
  '<div hx-ext="ws" ws-connect="/socket">',
  '<form ws-send>',
  '<input name="text" required>',
  '<button>Send</button>',
  '</form>',
  '</div>',
);

/** What was sent in one submit of "hello otter". */
function view(html: string, records: readonly Happened[], outcome: Partial<SendOutcome> = {}): SendView {
  const observed = recordedPage(html, { records });
  const message = sentMessage({
    typed: 'hello otter',
    word: 'otter',
    outcome: { ...OUTCOME, ...outcome },
    records: observed.records,
    targetText: '',
    targetHtml: '',
    waitedMs: 300,
  });
  return { page: observed, message };
}

function frame(data: string, socket = 1): Happened {
  return { type: 'socket-sent', socket, data, binary: false };
}

const asked = frame('{"text":"hello otter","HEADERS":{}}');

describe('what a reply brought instead of what the page was served with', () => {
  const REPLY = '<form id="chat"><input><button>Send</button></form>';
  const server = `const text = 1;\nsocket.send('${REPLY}');`;
  const received: Happened = { type: 'socket-received', socket: 1, data: REPLY, binary: false };

  /** What is found when the second message is typed into what the first one's reply left. */
  function afterReply(now: string, sent: readonly Happened[] = [], outcome: Partial<SendOutcome> = {}): unknown {
    const records: readonly Happened[] = [asked, received, ...sent];
    const observed = recordedPage(RIGHT, { now, records, server });
    const message = sentMessage({
      typed: 'hello otter',
      word: 'otter',
      outcome: { ...OUTCOME, ...outcome },
      records: observed.records.slice(2),
      targetText: '',
      targetHtml: '',
      waitedMs: 300,
    });
    return outline(whyNotSent({ page: observed, message }));
  }
  const where = [{ file: 'server.js', line: 2 }];

  test('a form that does not send: the line that writes the form', () => {
    expect(afterReply(RIGHT.replace(' ws-send', ''))).toEqual({
      code: 'page/ws-send-missing',
      severity,
      facts: { navigated: undefined, by: 'reply' },
      where,
    });
  });

  test('a form outside of the connection', () => {
    const now = RIGHT.replace(' ws-connect="/socket"', '');
    expect(afterReply(now)).toEqual({ code: 'page/ws-send-outside', severity, facts: { by: 'reply' }, where });
  });

  test('a field without a name', () => {
    const frameOf = '{"HEADERS":{}}';
    const now = RIGHT.replace(' name="text"', '');
    expect(afterReply(now, [frame(frameOf)], { input: { tag: 'input' } })).toEqual({
      code: 'page/input-without-name',
      severity,
      facts: { frame: frameOf, by: 'reply' },
      where,
    });
  });

  test('not where the page itself was served so, whatever a reply brought', () => {
    const served = RIGHT.replace(' ws-send', '');
    const observed = recordedPage(served, { records: [received], server });
    const { message } = view(served, []);
    expect(outline(whyNotSent({ page: observed, message }))).toEqual({
      code: 'page/ws-send-missing',
      severity,
      facts: { navigated: undefined },
      where: lineOf(served, '<form'),
    });
  });

  test('not where no reply brought a form', () => {
    const now = RIGHT.replace(' ws-send', '');
    const observed = recordedPage(RIGHT, { now, records: [asked], server });
    const { message } = view(RIGHT, []);
    expect(outline(whyNotSent({ page: observed, message }))).toMatchObject({ facts: { navigated: undefined } });
    expect(outline(whyNotSent({ page: observed, message }))).not.toMatchObject({ facts: { by: 'reply' } });
  });
});
