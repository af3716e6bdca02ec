import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../files/regular.ts';
import type { Launch } from '../model/backend.ts';
import type { Finding } from '../model/finding.ts';
import type { ProcessEnd } from '../model/observed.ts';
import { readErrorReport } from './error-report.ts';
import { whyEnded } from './exit-causes.ts';
import type { OutputRing } from './output.ts';
import { lastLines } from './own-lines.ts';
import type { Exit } from './process.ts';

/** @param exit undefined: the process is running */
export function processEnd(exit: Exit | undefined): ProcessEnd {
  if (exit === undefined) return { kind: 'running' };
  if (exit.failure !== undefined) return { kind: 'not-started', reason: exit.failure };
  return exit.signal === null ? { kind: 'code', code: exit.code } : { kind: 'signal', signal: exit.signal };
}

const MOST_LINES = 12;

/** Why a server ended before it listened, by what it printed and what is in its folder. */
export function findingOfExit(options: {
  readonly exit: Exit;
  readonly output: OutputRing;
  readonly launch: Launch;
  readonly port: number;
}): Finding {
  const { exit, output, launch, port } = options;
  const folder = launch.cwd;
  return whyEnded({
    exit: processEnd(exit),
    text: output.text(),
    report: readErrorReport(output.text(), folder),
    lines: lastLines(output, folder, MOST_LINES),
    command: launch.display,
    port,
    folder,
    exists: (file) => existsSync(path.resolve(folder, file)),
    read: (file) => textOf(path.resolve(folder, file)),
    files: () => namesIn(folder).filter((name) => !name.startsWith('.')),
  });
}

/** Empty for a folder that the server itself has removed. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
