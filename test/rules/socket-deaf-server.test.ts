import { expect, test } from 'vitest';
import { deafServer } from '../../src/rules/socket/silent.ts';
import { serverSource } from '../support/server-source.ts';

const NEW = "const wss = new WebSocketServer({ server, path: '/ws' });\n";

test.each([
  ["wss.on('connect', (socket) => {});", { on: 'wss', event: 'connect' }, 2],
  ["wss.on('error', console.error);", { on: 'wss' }, 1],
  ['', { on: 'wss' }, 1],
])('a server with %s hears no connection', (source, listener, line) => {
  expect(deafServer(serverSource('main.js', NEW + source))).toEqual({ listener, where: [{ file: 'main.js', line }] });
});

test('a server whose connections are handled is not deaf, nor one that the source does not show', () => {
  expect(deafServer(serverSource('main.js', `${NEW}wss.on('connection', chat);`))).toBeUndefined();
  expect(deafServer(serverSource('main.js', `${NEW}wss.handleUpgrade(request, socket, head, chat);`))).toBeUndefined();
  expect(deafServer(serverSource('main.py', 'await socket.receive_text()'))).toBeUndefined();
});
