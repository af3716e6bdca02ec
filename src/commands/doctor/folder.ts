import { accessSync, constants, statfsSync } from 'node:fs';
import net from 'node:net';
import { recogniseBackend } from '../../servers/backends/index.ts';
import { inspectProgram } from '../../servers/backends/find-program.ts';
import { describe } from '../../messages/index.ts';
import type { Chapter } from '../common/chapter.ts';
import { describeContext } from '../common/describe-context.ts';
import type { Backend } from '../../model/backend.ts';
import type { BackendChoice, Progress } from '../../model/progress.ts';
import { readProgress } from '../../workspace/index.ts';
import type { ChosenBackend } from '../common/backend/choice.ts';
import { within } from './line.ts';
import type { Line, Host } from './line.ts';

/** With less free space than this on its disk a folder cannot be set up; bytes. */
const LEAST_FREE_BYTES = 100 * 1024 * 1024;
const CONNECT_DEADLINE_MS = 5000;

export interface FolderReport {
  readonly line: Line;
  /** The folder's progress; undefined when there is none that can be read. */
  readonly progress: Progress | undefined;
}

/** The state of the folder. Nothing is written, even where another command would fix something. @param usual the folder that `start` creates */
export function examineFolder(
  folder: string,
  { shown, self, usual }: { readonly shown: string; readonly self: string; readonly usual: string },
): FolderReport {
  const common = { subject: 'folder', title: 'Folder' };
  const read = readProgress(folder);
  if (!read.ok) {
    const { message, next } = read.problem;
    return {
      line: { ...common, state: 'note', found: message, ...(next === undefined ? {} : { advice: next }) },
      progress: undefined,
    };
  }
  const progress = read.value.kind === 'read' ? read.value.progress : undefined;
  const obstacle = obstacleIn(folder);
  if (obstacle !== undefined) {
    const advice = `\`${self} check\` works without writing; for everything else, choose another folder with --dir.`;
    return { line: { ...common, state: 'note', found: `${shown}: ${obstacle}`, advice }, progress };
  }
  if (read.value.kind === 'broken') {
    const found = `${shown}: its .tutor/progress.json cannot be read (${read.value.reason})`;
    const advice =
      'The next command sets that file aside and starts the progress again. Your own files stay as they are.';
    return { line: { ...common, state: 'note', found, advice }, progress };
  }
  if (progress !== undefined)
    return { line: { ...common, state: 'ok', found: `${shown}: started, now at ${progress.current}` }, progress };
  if (recogniseBackend(folder) !== undefined) {
    const found = `${shown}: not started by the tutor; \`check\` works in it and writes nothing`;
    return { line: { ...common, state: 'ok', found }, progress };
  }
  const found = `none was started in ${shown === '.' ? 'this folder' : shown}`;
  return {
    line: { ...common, state: 'optional', found, advice: `This creates ${usual}:`, run: [`${self} start`] },
    progress,
  };
}

function obstacleIn(folder: string): string | undefined {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return 'you cannot write to it';
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  return free < LEAST_FREE_BYTES ? `its disk has only ${Math.floor(free / 1024 / 1024)} MB left` : undefined;
}

/**
 * What step 1 looks at: whether the folder's dependencies can be loaded. Undefined where the folder is not one of this backend.
 * @param stored the backend in the folder's progress
 */
export async function dependenciesLine(
  backend: Backend,
  folder: string,
  stored: BackendChoice | undefined,
  { loadWording }: Pick<Chapter, 'loadWording'>,
): Promise<Line | undefined> {
  if (backend.overlay === undefined) return undefined;
  if (stored?.kind !== backend.kind && recogniseBackend(folder)?.kind !== backend.kind) return undefined;
  const facts = (await backend.inspect(folder)).filter(({ about }) => about !== 'runtime');
  const common = { subject: 'dependencies', title: 'Dependencies' };
  const findings = facts.flatMap((fact) => fact.findings);
  const first = findings.find(({ severity }) => severity === 'error') ?? findings[0];
  const notes = facts.map(({ note }) => note).filter((note) => note !== '');
  if (first === undefined) return { ...common, state: 'ok', found: notes.at(-1) ?? 'none are needed' };
  const { title, fix } = describe(first, describeContext(await loadWording(), backend, folder));
  return { ...common, state: first.severity === 'error' ? 'needed' : 'note', found: title, advice: fix };
}

/** For a command or a URL: whether the program is installed, or the server answers. */
export async function ownServerLine(
  { backend, choice }: ChosenBackend,
  folder: string,
  host: Host,
  { loadWording }: Pick<Chapter, 'loadWording'>,
): Promise<Line | undefined> {
  const { origin } = backend;
  if (origin !== undefined) {
    const { hostname, port, protocol } = new URL(origin);
    const usual = protocol === 'https:' ? 443 : 80;
    const answers = await connects(hostname.replaceAll(/[[\]]/gu, ''), port === '' ? usual : Number(port));
    const common = { subject: 'server', title: 'Server' };
    return answers
      ? { ...common, state: 'ok', found: `${origin} accepts connections` }
      : {
          ...common,
          state: 'needed',
          found: `nothing accepts connections at ${origin}`,
          advice: 'Start it, then check again.',
        };
  }
  const run = choice['run'];
  if (run === undefined) return undefined;
  const [fact] = await inspectProgram(run, { folder, env: host.env, platform: host.platform });
  const common = { subject: 'program', title: 'Program' };
  const [missing] = fact?.findings ?? [];
  // A line that only the system's shell can read is not examined.
  if (missing === undefined) return { ...common, state: 'ok', found: fact?.note ?? run };
  const { title, fix } = describe(missing, describeContext(await loadWording(), backend, folder));
  return { ...common, state: 'needed', found: title, advice: fix };
}

function connects(host: string, port: number): Promise<boolean> {
  const socket = net.connect({ host, port, autoSelectFamily: true });
  const answer = new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  return within(answer, CONNECT_DEADLINE_MS, false).finally(() => socket.destroy());
}
