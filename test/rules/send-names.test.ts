import { expect, test } from 'vitest';
import { readsOtherNames } from '../../src/rules/send-names.ts';
import { sentMessage } from '../../src/rules/sent-message.ts';
import { outline, page, recordedPage } from '../support/recorded-page.ts';

// What the server reads, and what a page of htmx 4 has sent.

const HTML = page('<main hx-ws:connect="/board">', '<form hx-ws:send><input name="note"></form>', '</main>');
const SENT = '{"author":"ann","note":"buy otter food","headers":{"HX-Request":"true"}}';

function told(server: string): unknown {
  const observed = recordedPage(HTML, {
    server,
    records: [{ type: 'socket-sent', socket: 1, data: SENT, binary: false }],
  });
  const outcome = { input: { tag: 'input', name: 'note' }, actions: [], heldByValidation: false };
  const seen = { typed: 'buy otter food', word: 'otter', targetText: '', targetHtml: '', waitedMs: 300 };
  const message = sentMessage({ ...seen, outcome, records: observed.records });
  return outline(readsOtherNames({ page: observed, message }, 'warning'));
}

const code = 'page/input-other-name';

test.each([
  'const { note } = JSON.parse(raw);',
  'const { headers, ...fields } = JSON.parse(raw);\nsave(fields.note);',
  'data = json.loads(raw)\ndata.pop("HEADERS", None)\nsave(data["note"])',
])('right: %s', (server) => {
  expect(told(server)).toBeUndefined();
});

test('the name that htmx 2 has for the headers', () => {
  expect(told('data = json.loads(raw)\nseen = data.pop("HEADERS")\nsave(data["note"])')).toEqual({
    code,
    severity: 'warning',
    facts: { name: 'headers', reads: 'HEADERS' },
    where: [{ file: 'server.js', line: 2 }],
  });
});

test.each([
  ['const data = JSON.parse(raw);\nconst { author, note } = data.body ?? {};', 'body', 'author'],
  ['const { values } = JSON.parse(raw);\nsave(values.note);', 'values', 'note'],
  ['data = json.loads(raw)\nbody = data["body"]\nsave(body["note"])', 'body', 'note'],
])('the form that the betas of htmx 4 sent: %s', (server, reads, name) => {
  expect(told(server)).toMatchObject({ code, severity: 'error', facts: { name, reads, beta: 'yes' } });
});

test('another name, which no version puts around the fields', () => {
  expect(told('const { content } = JSON.parse(raw);')).toMatchObject({
    code,
    severity: 'warning',
    facts: { name: 'author', reads: 'content' },
  });
});
