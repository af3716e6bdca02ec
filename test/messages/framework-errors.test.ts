import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONTRACT } from '../../src/chapter/contract.ts';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { recognise } from '../../src/messages/index.ts';
import type { ServerLanguage } from '../../src/model/backend.ts';
import type { Finding } from '../../src/model/finding.ts';
import { errorAt } from '../../src/rules/server/log.ts';
import type { ServerLog } from '../../src/rules/server/log.ts';
import { whyPageNotServed } from '../../src/rules/server/page-not-served.ts';
import { handlerFailed } from '../../src/rules/socket/handler-failed.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { streamFailed } from '../../src/rules/stream/failed.ts';
import { whatIsLacking } from '../../src/rules/stream/source.ts';
import { readErrorReport, readErrorReports } from '../../src/servers/error-report.ts';
import { whyEnded } from '../../src/servers/exit-causes.ts';
import { OutputRing } from '../../src/servers/output.ts';
import { linesOf } from '../../src/servers/own-lines.ts';
import { wordsOf } from '../support/describe.ts';
import { serverSource } from '../support/server-source.ts';
import { FRAMEWORK_OUTPUTS, READ_BY_RULES } from './framework-outputs.ts';
import type { FrameworkOutput } from './framework-outputs.ts';

const FOLDER = '/home/ada/chat';
const RECORDED = path.join(import.meta.dirname, 'recorded');

const printed = (name: string): string => readFileSync(path.join(RECORDED, `${name}.txt`), 'utf8');

/** What the tutor knows of the output when a request for this path got no proper answer. */
function logOf(text: string, at: FrameworkOutput['at']): ServerLog {
  const served = { socket: CONTRACT.socketPath, stream: CONTRACT.streamPath, page: '/', start: '/' }[at];
  // An error after the end of a response is no cause, and is told where clients leave.
  const reports = readErrorReports(text, FOLDER);
  const report = errorAt(reports, { path: served, contract: CONTRACT, locate: NOWHERE }) ?? reports.at(-1);
  const output = new OutputRing();
  output.push('stdout', text);
  const lines = linesOf(report, output, { folder: FOLDER, most: 8 });
  return { text, lastLines: lines, ...(report === undefined ? {} : { error: { report, lines } }) };
}

function findingOf({ name, at, command = 'node main.js', files = [] }: FrameworkOutput): Finding | undefined {
  const text = printed(name);
  const log = logOf(text, at);
  const evidence = { did: { kind: 'http', path: '/' } } as const;
  switch (at) {
    case 'start':
      return whyEnded({
        exit: { kind: 'code', code: 1 },
        text,
        report: readErrorReport(text, FOLDER),
        lines: text.trimEnd().split('\n').slice(-8),
        command,
        port: 1,
        folder: FOLDER,
        exists: () => true,
        read: () => undefined,
        files: () => files,
      });
    case 'socket':
      return handlerFailed({ log, sent: '', evidence });
    case 'page':
      return whyPageNotServed({
        status: 500,
        body: '',
        log,
        runs: 'here',
        path: '/',
        pageFile: undefined,
        locate: NOWHERE,
      });
    case 'stream':
      return streamFailed({ status: 500, log, evidence, locate: NOWHERE });
  }
}

/** The words of the one language in a sentence for the other. */
const OF_PYTHON = /\b(?:Python|FastAPI|Starlette|uvicorn|Django|Flask|pip)\b|await asyncio|async def/u;
const OF_NODE = /\bNode\b|\bnpm\b|\bExpress\b|socket\.on\(|require\(|`ws`|\.mjs|process\.env/u;

describe('a recorded error of a framework', () => {
  test.each(FRAMEWORK_OUTPUTS.map((output) => [output.name, output] as const))('%s', (name, output) => {
    const finding = findingOf(output);
    expect(finding?.code).toBe(output.code);
    if (finding === undefined) return;
    const python = !/^(?:Express|express-ws|@fastify|Fastify|Hono|ws)\b/u.test(output.by);
    const languages: readonly ServerLanguage[] = python ? ['python', 'other'] : ['node', 'other'];
    for (const language of languages) {
      const { cause, fix } = wordsOf(finding, { language });
      expect(fix, `${name}, ${language}`).toMatch(output.fix);
      expect(`${cause} ${fix}`.replaceAll(/ended by [^.]*\./gu, ''), name).not.toMatch(python ? OF_NODE : OF_PYTHON);
    }
  });

  test.each(FRAMEWORK_OUTPUTS.map((output) => [output.name, output] as const))(
    'explain finds the code for %s, and tells the fix',
    (name, { code, explained = code }) => {
      expect(recognise(printed(name), WORDING).fits.map((fit) => fit.code)[0]).toBe(explained);
    },
  );

  test('every recorded text is in the table, and none is missing', () => {
    const files = readdirSync(RECORDED).map((file) => path.basename(file, '.txt'));
    expect(files.toSorted()).toEqual([...FRAMEWORK_OUTPUTS.map(({ name }) => name), ...READ_BY_RULES].toSorted());
  });
});

test("Django's two warnings say which kind of iterator the server needs", () => {
  const at = '/live/count';
  const source = 'async def events():\n  yield "data: 1"\ndef view(request):\n  pass';
  const lacks = (name: string): unknown =>
    whatIsLacking({ path: at, log: { text: printed(name) }, locate: serverSource('app.py', source) });
  expect(lacks('django-plain-iterator')).toMatchObject({ lacks: 'async-iterator' });
  expect(lacks('django-asynchronous-iterator')).toEqual({
    lacks: 'plain-iterator',
    where: [{ file: 'app.py', line: 2 }],
  });
});
