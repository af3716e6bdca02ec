import { expect, test } from 'vitest';
import { sentInTemplate } from '../../src/rules/sent-text.ts';
import { serverSource } from '../support/server-source.ts';

test.each([
  ['socket.send(message);', '${message}'],
  ['socket.send(`You sent: ${message}`);', 'You sent: ${message}'],
  ["socket.on('message', (data) => socket.send(data.toString()));", '${data.toString()}'],
  ['ws.send(render(message, "a)"), done);', undefined],
  ['ws.send(render(message), { binary: false });', '${render(message)}'],
  ["ws.send('You sent: ' + message);", undefined],
  ['ws.send(', undefined],
  ['ws.send(message)\nws.send(greeting)', undefined],
  ['res.send(page)\nws.send(text)', '${text}'],
  ['ws.send(`' + 'long '.repeat(20) + '`)', undefined],
  ['res.send(page)', undefined],
])('%s', (source, text) => {
  expect(sentInTemplate(serverSource('main.js', source), 'node')).toBe(text);
});

test.each([
  ['await ws.send_text(message)', '{message}'],
  ['await ws.send_text(f"You sent: {message}")', 'You sent: {message}'],
  ["await ws.send_text(f'You sent: {message}')", 'You sent: {message}'],
  ['await ws.send_text("You sent")', undefined],
])('%s', (source, text) => {
  expect(sentInTemplate(serverSource('main.py', source), 'python')).toBe(text);
});
