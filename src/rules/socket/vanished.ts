import type { Finding } from '../../model/finding.ts';
import { literal } from '../../model/pattern.ts';
import type { ErrorReport } from '../../model/server-error.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import type { EndedServer } from '../server/ended.ts';
import { errorText } from '../../model/server-error.ts';

/** A client broke its connection, and the next one got no reply. */
export function crashesOnDisconnect(
  path: string,
  { exit, report, lines }: EndedServer,
  locate: SourceLocator,
): Finding {
  const error = errorText(report);
  // An error that the server printed says more than a list in its source.
  const kept = error === '' && exit.kind === 'running' ? clientsKept(locate) : undefined;
  const quits = error === '' && exit.kind === 'code' && exit.code === 0 ? callThatQuits(locate) : undefined;
  const where = report?.where === undefined ? (quits?.where ?? kept?.where ?? []) : [report.where];
  return {
    code: 'ws/crashes-on-disconnect',
    severity: 'error',
    facts: {
      exit,
      error,
      ...(kept === undefined ? {} : { kept: kept.list }),
      ...(quits === undefined ? {} : { quits: quits.call }),
    },
    evidence: { did: { kind: 'ws', path, sent: [], ends: 'broken' }, output: lines, where },
  };
}

const QUITS =
  /((?:process\.exit|sys\.exit|os\._exit|(?:server|httpServer|http_server|app|wss|sockets|loop)\.(?:close|stop))\s*\()/gu;

/** The call by which a program ends itself on purpose; undefined: the source shows none. An exit code of 0 is no crash. */
function callThatQuits(locate: SourceLocator): { readonly call: string; readonly where: readonly Place[] } | undefined {
  const calls = locate.all('server', QUITS);
  const call = calls.find((text) => text.includes('exit')) ?? calls[0];
  if (call === undefined) return undefined;
  const ends = new RegExp(literal(call), 'u');
  // A server may also end itself where it cannot start: what follows a client's leaving is meant.
  const [leaving] = locate.find('server', /['"]close['"]|\bfinally\b|WebSocketDisconnect|\bon_close\b|\bonclose\b/u);
  const where = locate.findFrom('server', leaving, ends);
  return { call: call.replace(/(?<!\s)\s*\($/u, ''), where: where.length > 0 ? where : locate.find('server', ends) };
}

const PUT_IN =
  /(?<![\w.])([\w.]*(?:clients|connections|sockets|peers|active|users|members)\w*)\.(?:append|add|push)\(/giu;
const TAKEN_OUT = /\.(?:remove|discard|delete|pop|splice)\(|\bdel\s/u;

/** A list that clients are put into and never taken out of; undefined: the source shows none. */
function clientsKept(locate: SourceLocator): { readonly list: string; readonly where: readonly Place[] } | undefined {
  const [list] = locate.all('server', PUT_IN);
  if (list === undefined || locate.find('server', TAKEN_OUT).length > 0) return undefined;
  return { list, where: locate.find('server', new RegExp(String.raw`${literal(list)}\.(?:append|add|push)\(`, 'u')) };
}

/** What Starlette and uvicorn print when a close follows a close. */
const CLOSED_ALREADY = /websocket\.close'|close message has been sent/u;

/** Starlette 1 raises this from a `close()` as well, without a message, where the client has left: then the line decides. */
const DISCONNECTED = /^(?:WebSocketDisconnect|ClientDisconnected)$/u;
const CALLS_CLOSE = /\.close\s*\(/u;

/** The error of a handler that closes a connection already ended by its client. */
export function closeAfterEnd(reports: readonly ErrorReport[]): ErrorReport | undefined {
  return reports.find(
    ({ name, message, excerpt }) =>
      CLOSED_ALREADY.test(message) || (DISCONNECTED.test(name) && CALLS_CLOSE.test(excerpt)),
  );
}

/** It harms nobody, but fills the log with tracebacks. @param lines last lines of the server's output */
export function closedTwice(
  path: string,
  reports: readonly ErrorReport[],
  lines: readonly string[],
): Finding | undefined {
  const report = closeAfterEnd(reports);
  if (report?.where === undefined) return undefined;
  return {
    code: 'ws/closed-twice',
    severity: 'warning',
    facts: { error: errorText(report) },
    evidence: { did: { kind: 'ws', path, sent: [], ends: 'broken' }, output: lines, where: [report.where] },
  };
}
