import { expect, test } from 'vitest';
import { typoOf } from '../../src/servers/typo.ts';
import type { Typo } from '../../src/model/facts/server.ts';
import { errorReport } from '../support/server-source.ts';

function typo(name: string, message: string, source: string, line = 1): Typo | undefined {
  return typoOf(errorReport(name, { name, message, where: { file: 'main.js', line } }), source);
}

test.each([
  ['now.getHour is not a function', 'getHour', 'getHours'],
  ['(intermediate value).toISOSTring is not a function', 'toISOSTring', 'toISOString'],
  ['text.replaceall is not a function', 'replaceall', 'replaceAll'],
  ['response.writehead is not a function', 'writehead', 'writeHead'],
  ['socket.sned is not a function', 'sned', 'send'],
  ['JSON.prase is not a function', 'prase', 'parse'],
  ['socket.transmit is not a function', 'transmit', undefined],
])('%s', (message, wrote, meant) => {
  expect(typo('TypeError', message, '')).toMatchObject({ kind: 'member', wrote });
  expect((typo('TypeError', message, '') as { readonly meant?: string }).meant).toBe(meant);
});

const CHAT = `import { WebSocketServer } from 'ws';
const sockets = new WebSocketServer({ server });
const count = 0;
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    count += 1;
    sockets.send(renderReply(data));
  });
});
function renderReply(message) {}
`;

test('a function that exists, called on a neighbour of the value that has it', () => {
  expect(typo('TypeError', 'sockets.send is not a function', CHAT)).toEqual({
    kind: 'object',
    wrote: 'sockets',
    member: 'send',
    meant: 'socket',
  });
  // Nothing in the source is near: then the name is only no function of this value.
  expect(typo('TypeError', 'wss.send is not a function', CHAT)).toEqual({
    kind: 'type',
    object: 'wss',
    wrote: 'send',
  });
  expect(typo('TypeError', 'renderReply is not a function', CHAT)).toEqual({ kind: 'call', wrote: 'renderReply' });
});

test('a name that the line itself declares is not meant', () => {
  const source = 'const parts = read();\nconst all = parts.map((part) => part.name);';
  expect(typo('TypeError', 'parts.map is not a function', source, 2)).toEqual({
    kind: 'type',
    object: 'parts',
    wrote: 'map',
  });
});

test('a constant that is assigned again is named with the line that declares it', () => {
  const message = 'Assignment to constant variable.';
  expect(typo('TypeError', message, CHAT, 6)).toEqual({ kind: 'constant', wrote: 'count', declared: 3 });
  expect(typo('TypeError', message, CHAT, 5)).toEqual({ kind: 'constant' });
  expect(typo('TypeError', message, 'const n = 1;\n++n;', 2)).toEqual({ kind: 'constant', wrote: 'n', declared: 1 });
});

test('a name that is not defined is declared in another function, or misspelt, or nowhere', () => {
  expect(typo('ReferenceError', 'socket is not defined', CHAT)).toEqual({
    kind: 'scope',
    wrote: 'socket',
    declared: 4,
  });
  expect(typo('ReferenceError', 'renderRepyl is not defined', CHAT)).toEqual({
    kind: 'name',
    wrote: 'renderRepyl',
    meant: 'renderReply',
  });
  expect(typo('ReferenceError', 'express is not defined', CHAT)).toEqual({ kind: 'name', wrote: 'express' });
  expect(
    typo('NameError', "name 'render_repl' is not defined", 'def render_reply(message: str) -> str:\n  pass'),
  ).toEqual({
    kind: 'name',
    wrote: 'render_repl',
    meant: 'render_reply',
  });
});

test('other errors are about no name', () => {
  expect(typo('TypeError', "Cannot read properties of undefined (reading 'x')", CHAT)).toBeUndefined();
  expect(typo('SyntaxError', 'Unexpected token', CHAT)).toBeUndefined();
  expect(typoOf(undefined, CHAT)).toBeUndefined();
});
