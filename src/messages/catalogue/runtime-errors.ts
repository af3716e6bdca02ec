import type { ServerWords } from '../server-language.ts';
import { inline } from '../visible.ts';
import { isFrameworkError } from './framework-errors/index.ts';

/** Errors that learners meet at run time, recognized by their text: one sentence for a beginner, by the first pattern that matches. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /^NameError: name 'asyncio'|^NameError: name '(?:json|html|time|datetime)'/u,
    'The module is used but not imported: its `import` is missing at the top of the file.',
  ],
  [/^NameError|is not defined$/u, 'Nothing with that name exists at this line: it is misspelt, or not imported.'],
  [
    /^UnboundLocalError/u,
    'A name that is assigned inside a function belongs to that function; it is read before it has a value.',
  ],
  [
    /^(?:JSONDecodeError|json\.decoder)|Unexpected token .* JSON|is not valid JSON/u,
    'The received text is not JSON. htmx sends JSON; a plain-text client does not.',
  ],
  [/^KeyError: 'bytes'/u, '`receive_bytes` reads binary messages, and this one is text: use `receive_text`.'],
  [/^KeyError/u, 'The dictionary has no key with that name.'],
  [/^SystemExit/u, '`exit()` ends the whole program; `return` ends this function.'],
  [
    /'coroutine' object is not an? (?:async )?(?:iterator|iterable)/u,
    'The function has no `yield`, so it is not a generator and does not produce events one by one.',
  ],
  [/coroutine/u, 'An `await` is missing: without it a call returns a coroutine, not its result.'],
  [
    /can't be used in 'await' expression/u,
    'The awaited value is not a coroutine: its function is written with `def` instead of `async def`, or the call returns its result at once and needs no `await`.',
  ],
  [/^TemplateNotFound/u, 'No file in the folder given to `Jinja2Templates` has this name.'],
  [
    /'(?:function|method)' object is not (?:an )?(?:async )?itera|object is not an? (?:async )?iterator/u,
    'A generator function must be called, with parentheses: `count()`, not `count`.',
  ],
  [
    /'dict' object has no attribute 'encode'/u,
    'A stream sends text: each `yield` must produce a string, with `data: ` and the blank line in it.',
  ],
  [
    /has no attribute/u,
    'The object before the dot has no such name: it is misspelt, or the object has another type than you expect.',
  ],
  [
    /is not a function$/u,
    'The called value is not a function: its name is misspelt, or it has another type than you expect.',
  ],
  [/^TypeError: Cannot read propert/u, 'The name before the dot has no value at that moment.'],
  [/missing \d+ required/u, 'The call lacks an argument that the function requires.'],
];

/** Where the names come from that a chat and a stream use: each is the line to write at the top of the file. */
const NODE_IMPORTS: Readonly<Record<string, string>> = {
  WebSocketServer: "import { WebSocketServer } from 'ws';",
  WebSocket: "import { WebSocket } from 'ws';",
  createServer: "import { createServer } from 'node:http';",
  http: "import http from 'node:http';",
  path: "import path from 'node:path';",
  fs: "import fs from 'node:fs';",
  readFile: "import { readFile } from 'node:fs/promises';",
  readFileSync: "import { readFileSync } from 'node:fs';",
  express: "import express from 'express';",
};
const PYTHON_IMPORTS: Readonly<Record<string, string>> = {
  asyncio: 'import asyncio',
  json: 'import json',
  html: 'import html',
  os: 'import os',
  time: 'import time',
  datetime: 'from datetime import datetime',
  Path: 'from pathlib import Path',
};
/** Other frameworks have some of these names, too, and elsewhere. */
const FASTAPI_IMPORTS: Readonly<Record<string, string>> = {
  FastAPI: 'from fastapi import FastAPI',
  WebSocket: 'from fastapi import WebSocket',
  WebSocketDisconnect: 'from fastapi import WebSocketDisconnect',
  Request: 'from fastapi import Request',
  HTMLResponse: 'from fastapi.responses import HTMLResponse',
  StreamingResponse: 'from fastapi.responses import StreamingResponse',
  StaticFiles: 'from fastapi.staticfiles import StaticFiles',
  Jinja2Templates: 'from fastapi.templating import Jinja2Templates',
};

/** The import that is missing for a name that is not defined; undefined: it is another error, or the name may be anything's. */
export function importFix(error: string, { language }: Pick<ServerWords, 'language'>): string | undefined {
  const python = /^NameError: name '(\w+)' is not defined/u.exec(error)?.[1];
  const node = /^ReferenceError: (\w+) is not defined/u.exec(error)?.[1];
  const name = python ?? node ?? '';
  const known = new Map(
    Object.entries(
      python === undefined ? NODE_IMPORTS : { ...PYTHON_IMPORTS, ...(language === 'python' ? FASTAPI_IMPORTS : {}) },
    ),
  );
  const line = known.get(name);
  return line === undefined ? undefined : `Write \`${line}\` at the top of the file.`;
}

/** An error inside one of our sentences, which has its own full stop. */
export function errorWords(error: string): string {
  return inline(error, 200).replace(/[.:]$/u, '');
}

/** What ended a handler, after "ended with": `a TypeError: x is not a function`; an error that names no kind is quoted as it is. */
export function endingWords(error: string): string {
  const [kind] = /^(?:[A-Z]\w*)?(?:Error|Exception)\b/u.exec(error) ?? [];
  const article = kind === undefined ? '' : /^[AEIO]/u.test(kind) ? 'an ' : 'a ';
  return `${article}${errorWords(error)}`;
}

/** What such an error means, with a space before it; empty for an unknown one, and for one that a framework is known by. @param error `NameError: name 'x' is not defined` */
export function errorHint(error: string): string {
  if (isFrameworkError(error)) return '';
  const hint = KNOWN.find(([pattern]) => pattern.test(error))?.[1];
  return hint === undefined ? '' : ` ${hint}`;
}

/** Two messages of Node that are about the module system, not about a typo. */
export function syntaxHint(message: string): string {
  if (message.includes('Cannot use import statement')) return ' Node takes the file for CommonJS.';
  if (message.includes('does not provide an export named'))
    return ' The package has no export with that name; check the spelling and the braces of the import.';
  if (MISSES_COMMA.test(message) || MISSES_COMMA_OR_WORD.test(message)) return ` ${COMMA_BEFORE}`;
  return '';
}

/** Node stops at a text or a name where only a comma, a dot or an operator can follow. */
const MISSES_COMMA = /Unexpected (?:string|number|template string)\b/u;
/** The same, and a misspelt keyword before a name: `cosnt server = …`. */
const MISSES_COMMA_OR_WORD = /Unexpected identifier\b/u;
const COMMA_BEFORE =
  'Something is missing or misspelt before it: mostly a comma, in an object, a list or between arguments.';

/**
 * What to do about a file that does not parse, by the runtime's own message: the first that matches.
 * @param at `line 3 of main.py`
 * @param excerpt the line, and below it the sign for the place, as the runtime printed them
 */
export function syntaxFix(message: string, at: string, excerpt: string): string {
  const inLine = MISSES_COMMA.test(message) || MISSES_COMMA_OR_WORD.test(message) ? gapFix(at, excerpt) : undefined;
  if (inLine !== undefined) return inLine;
  const own = SYNTAX_FIXES.find(([pattern]) => pattern.test(message))?.[1];
  return own === undefined
    ? `Look at ${at} and at the line before it: a bracket or a quote that is not closed is often noticed only later.`
    : own(at);
}

/** What is missing between two words of one line; undefined: the runtime stopped at the beginning of its line. */
function gapFix(at: string, excerpt: string): string | undefined {
  const [line = '', sign = ''] = excerpt.split('\n');
  const before = line.slice(0, Math.max(0, sign.indexOf('^'))).trim();
  if (before === '') return undefined;
  if (/^[a-z]+$/u.test(before))
    return `Look at \`${before}\` in ${at}: it is misspelt, if it is meant as a word such as \`const\`, \`function\` or \`async\`; in an object or a list a comma is missing after it.`;
  if (/^(?:import|export)\b/u.test(before))
    return `In ${at} write the names in braces, with commas between them, then \`from\` and the module: \`import { one, two } from 'module';\`.`;
  const last = /(?<![\w$])[\w$]+$/u.exec(before)?.[0];
  const place = last === undefined ? 'in the middle' : `after \`${inline(last, 40)}\``;
  return `In ${at} write the comma that is missing ${place}: it separates the parts of an object, a list or a call. Strings that belong together are joined by \`+\`. If nothing is missing there, a word beside it is misspelt.`;
}

const SYNTAX_FIXES: readonly (readonly [RegExp, (at: string) => string])[] = [
  [/Cannot use import statement/u, () => 'Write `"type": "module"` into package.json, in place of another `"type"`.'],
  [
    /Cannot use import statement outside/u,
    () =>
      'Add the line `"type": "module"` to package.json, which makes the file an ES module, or give it the ending `.mjs`.',
  ],
  [
    /module 'ws' does not provide an export named 'Server'/u,
    (at) => `In ${at} write \`import { WebSocketServer } from 'ws';\`: \`Server\` is its name in CommonJS only.`,
  ],
  [
    /module 'ws' does not provide an export named/u,
    (at) => `In ${at} write \`import { WebSocketServer } from 'ws';\`, spelt exactly like this.`,
  ],
  [
    /does not provide an export named/u,
    (at) => `Correct the name in the braces of the import in ${at}; a default export is imported without braces.`,
  ],
  [
    /'await' outside|'async (?:for|with)' outside|asynchronous comprehension outside/u,
    (at) => `Write \`async def\` for the function around ${at}: \`await\` is allowed only in such a function.`,
  ],
  [
    /await is only valid in async/u,
    (at) => `Write \`async\` before the function around ${at}: \`await\` is allowed only in such a function.`,
  ],
  [
    MISSES_COMMA,
    (at) =>
      `Write the comma that is missing before ${at}: in an object, a list and between arguments each line but the last ends with \`,\`. If the line before ends with one, a quote or a word in that line is wrong.`,
  ],
  [
    MISSES_COMMA_OR_WORD,
    (at) =>
      `Look at ${at} and at the end of the line before it: a comma is missing between the parts of an object, a list or a call, or a word such as \`const\`, \`function\` or \`async\` is misspelt.`,
  ],
  [/^TabError/u, (at) => `Indent ${at} and the lines around it with spaces only: four for each level, and no tabs.`],
  [
    /^IndentationError: (?:expected an indented block)/u,
    (at) => `Indent ${at} four spaces more than the line before it, which ends with a colon.`,
  ],
  [/^IndentationError/u, (at) => `Indent ${at} like the other lines of its block, with the same number of spaces.`],
  [
    /expected ':'/u,
    (at) => `End ${at} with a colon: \`def\`, \`if\`, \`while\`, \`for\`, \`try\`, \`except\` and \`else\` need one.`,
  ],
  [
    /codec can't decode|null bytes|Non-UTF-8 code|invalid non-printable character U\+FEFF/u,
    () => 'Save the file as UTF-8: it has another encoding, such as UTF-16. Your editor can change that when it saves.',
  ],
];

/** For an error of a server that the tutor did not start, where the answer does not show it. */
export const READ_ELSEWHERE =
  'Read the error in the terminal in which your server runs, and fix the line that it names.';

/** The same, with what `check` can do about it. */
export const READ_OR_RUN = `${READ_ELSEWHERE} With \`check --run "COMMAND"\` instead of \`--url\` the tutor starts the server itself, and reads the error for you.`;
