import { expect, test } from 'vitest';
import { staticImports } from '../../src/servers/backends/node/static-imports.ts';

test.each([
  [`import { WebSocketServer } from 'ws';`, ['ws']],
  [`import ws from "ws";`, ['ws']],
  [`import 'ws'`, ['ws']],
  [`import{WebSocketServer}from'ws'`, ['ws']],
  [`import {\n  WebSocket,\n  WebSocketServer,\n} from 'ws';`, ['ws']],
  [`import path from 'node:path';\nimport { WebSocketServer } from 'ws';`, ['node:path', 'ws']],
  [`// import 'ws';\nimport 'a';`, ['a']],
  [`/*\nimport 'ws';\n*/\nimport 'a';`, ['a']],
  ['const text = `\nimport "ws";\n`;', []],
  [`const ws = await import('ws');`, []],
  [`import('ws');`, []],
  [`import.meta.resolve('ws');`, []],
  [`importAll('ws');`, []],
  [`if (x) {\n  require('ws');\n}`, []],
  // Nothing is known of what does not begin its line.
  [`'use strict'; import 'ws';`, []],
])('%j imports %j before it runs', (source, names) => {
  expect([...staticImports(source)]).toEqual(names);
});
