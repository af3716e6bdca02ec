import path from 'node:path';
import { textOf } from '../files/regular.ts';
import type { Finding } from '../model/finding.ts';
import { endedFinding } from '../rules/server/ended.ts';
import type { EndedServer } from '../rules/server/ended.ts';
import { withinDeadline } from '../model/waiting.ts';
import { readErrorReport } from '../servers/error-report.ts';
import { processEnd } from '../servers/exit-report.ts';
import { typoOf } from '../servers/typo.ts';
import { lastLines } from '../servers/own-lines.ts';
import type { LearnerServer } from '../servers/server.ts';
import { httpGet } from '../observe/http.ts';
import { Timeline } from '../observe/timeline.ts';
import { DEADLINE } from './deadlines.ts';

/** How a server ended, or that it is still running, and what it printed. @param most how many of its last lines are kept */
export function endedServer(server: LearnerServer, folder: string, most: number): EndedServer {
  const report = readErrorReport(server.output.text(), folder);
  return {
    exit: processEnd(server.exit()),
    report,
    typo: typoOf(report, sourceOf(report?.where?.file, folder)),
    port: server.port,
    lines: lastLines(server.output, folder, most),
  };
}

function sourceOf(file: string | undefined, folder: string): string {
  return file === undefined ? '' : (textOf(path.resolve(folder, file)) ?? '');
}

/** A running server answers something within this time, unless it is busy. Milliseconds. */
const SIGN_OF_LIFE_MS = 1000;

/**
 * Whether one of our servers ended by itself. The system still accepts connections for a process that is dying, and reports its exit
 * a moment after its connections broke. So only an answer proves that it is running; without one, this waits for the exit.
 */
export async function hasCrashed(server: LearnerServer): Promise<boolean> {
  if (server.remote) return false;
  if (server.exit() !== undefined) return true;
  const asked = httpGet(`${server.origin}/`, {
    client: { kind: 'http', label: 'sign of life' },
    timeline: new Timeline(),
    deadlineMs: SIGN_OF_LIFE_MS,
  });
  const sign = await Promise.race([asked, server.exited.then(() => undefined)]);
  if (sign !== undefined && (sign.ok || sign.problem.reason === 'deadline' || sign.problem.reason === 'endless'))
    return server.exit() !== undefined;
  // A server that breaks connections on purpose still accepts new ones.
  const patience = (await server.accepts()) ? SIGN_OF_LIFE_MS : DEADLINE.answer;
  await withinDeadline(server.exited, patience);
  return server.exit() !== undefined;
}

const CRASH_LINES = 12;

/** The finding for a server that ended. @param options.during id of the check that was running */
export function crashFinding(
  server: LearnerServer,
  options: { readonly folder: string; readonly during: string },
): Finding {
  return endedFinding(endedServer(server, options.folder, CRASH_LINES), options.during);
}
