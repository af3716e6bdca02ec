import { statSync } from 'node:fs';
import path from 'node:path';
import { diagnose, readHar, stopped, visit } from '../../diagnose/index.ts';
import type { Diagnosis } from '../../diagnose/index.ts';
import { readRegular, textOf } from '../../files/regular.ts';
import { ownFileFor } from '../../htmx/cdn.ts';
import type { PageEngine } from '../../model/page.ts';
import type { Recording } from '../../model/recording.ts';
import { beginning } from '../../model/whole-characters.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { readSubstitute } from '../../observe/page/substitute.ts';
import { lengthOf } from '../../observe/replay/schedule.ts';
import { openReplay } from '../../observe/replay/server.ts';
import type { ReplayServer } from '../../observe/replay/server.ts';
import { Timeline } from '../../observe/timeline.ts';
import type { SourceLocator } from '../../rules/locate.ts';
import { openReplayEngine } from '../../run/engine.ts';
import { plural } from '../../terminal/units.ts';
import { listed } from '../common/output/output.ts';
import type { NamedFile } from './file-name.ts';
import { openPage } from './open-page.ts';
import { locatorIn, readDuration, readFolder, unfitOption } from './options.ts';
import type { DiagnoseOptions } from './options.ts';
import { outcomeOf } from './outcome.ts';
import type { Call, Outcome } from './outcome.ts';
import { overviewOf } from './overview.ts';
import { recordedProbe } from './recorded-probe.ts';
import type { Secrets } from './secrets.ts';
import type { Told } from './told.ts';

const MEGABYTE = 1024 * 1024;
/** All of a recording is read into memory. */
const MOST_BYTES = 64 * MEGABYTE;
/** After the last recorded message, for what the page does then; and before the first, for the page to connect. Milliseconds. */
const AFTER_MS = 1500;

/** A recording in the place of an address. A problem (exit code 2): also a file that cannot be played. */
export async function diagnoseRecording(
  { cwd, signal, busy }: Call,
  {
    file,
    options,
    secrets,
  }: { readonly file: NamedFile; readonly options: DiagnoseOptions; readonly secrets: Secrets },
): Promise<Result<Outcome>> {
  const asked = readAsked({ cwd }, file, options);
  if (!asked.ok) return asked;
  const { recording, forMs, locate } = asked.value;
  learn(secrets, recording);
  const timeline = new Timeline();
  busy(`Replaying ${file.name}`);
  const server = await openReplay(recording, copyOf);
  const told = await replayed(recording, { server, timeline, forMs, locate, secrets, signal });
  await server.close();
  if (!told.ok) return told;
  const subject = `${file.name} (${recording.page})`;
  const about = {
    ...{ subject, origin: new URL(recording.page).origin },
    ...{ timeline: timeline.entries, durationMs: timeline.now() },
  };
  return ok(outcomeOf(told.value, about, secrets));
}

/** Options for a page whose server answers. */
const OF_LIVE_PAGES = ['send', 'click', 'header', 'cookie', 'dom', 'migrate', 'proxy'] as const;

interface Asked {
  readonly recording: Recording;
  readonly forMs: number;
  readonly locate: SourceLocator;
}

function readAsked(call: Pick<Call, 'cwd'>, file: NamedFile, options: DiagnoseOptions): Result<Asked> {
  const unfit = unfitOption(options, OF_LIVE_PAGES, {
    isFor: 'a page whose server runs, and a recording has none.',
    next: 'A recording is played in a browser as it is. Give the address of the page instead.',
  });
  if (unfit !== undefined) return unfit;
  const folder = readFolder(call, options.server);
  if (!folder.ok) return folder;
  const recording = readRecording(file);
  if (!recording.ok) return recording;
  const { sockets, streams } = recording.value;
  const length = lengthOf([
    ...sockets.map(({ url, received: parts }) => ({ url, parts })),
    ...streams.map(({ events: parts, ...rest }) => ({ ...rest, parts })),
  ]);
  const forMs = readDuration(options.for, Math.round(length) + AFTER_MS);
  if (!forMs.ok) return forMs;
  const locate = locatorIn(folder.value);
  return ok({ recording: recording.value, forMs: forMs.value, locate });
}

function readRecording({ name, path: file }: NamedFile): Result<Recording> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return wrongUsage(`${name} does not exist.`, 'Name a file, or the address of a page.');
  if (found.size > MOST_BYTES)
    return wrongUsage(
      `${name} has ${Math.ceil(found.size / MEGABYTE)} MB; at most ${MOST_BYTES / MEGABYTE} are read.`,
      'Record the page alone, and for a shorter time.',
    );
  const source = textOf(file, MOST_BYTES);
  if (source === undefined) return wrongUsage(`${name} cannot be read.`, 'Name a file with a recording (HAR).');
  const folder = path.dirname(file);
  // What is beside it is there by its bare name.
  const beside = (other: string): Buffer | undefined =>
    path.basename(other) === other ? readRegular(path.join(folder, other)) : undefined;
  return readHar(source, name, beside);
}

/** htmx or an extension, from the tutor's own packages. */
async function copyOf(url: URL): Promise<Buffer | undefined> {
  const own = ownFileFor(url);
  return own === undefined ? undefined : readSubstitute(own);
}

function learn(secrets: Secrets, { secrets: { cookies, headers }, answers, streams, sockets }: Recording): void {
  for (const { name, value } of cookies) secrets.learnCookie(name, value);
  for (const value of headers) secrets.learnHeader(value);
  secrets.learnFrom([...answers, ...streams, ...sockets].map(({ url }) => url));
}

interface Means {
  readonly server: ReplayServer;
  readonly timeline: Timeline;
  readonly forMs: number;
  readonly locate: SourceLocator;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

async function replayed(recording: Recording, means: Means): Promise<Result<Told>> {
  const engine = await openReplayEngine(means.server.port);
  if (!engine.ok)
    return {
      ok: false,
      problem: {
        ...engine.problem,
        next: 'A recording is played in a browser: install Chrome, Chromium or Edge, or set CHROME_PATH to its program file.',
      },
    };
  try {
    return await seenIn(engine.value, recording, means);
  } finally {
    await engine.value.close();
  }
}

async function seenIn(engine: PageEngine, recording: Recording, means: Means): Promise<Result<Told>> {
  const { server, timeline, forMs, locate, secrets, signal } = means;
  const opened = await openPage(engine, new URL(recording.page), { timeline });
  if (!opened.ok) {
    if (!('reason' in opened.problem)) return { ok: false, problem: opened.problem };
    return ok({ diagnosis: stopped(opened.problem), overview: `Replayed in ${engine.version}.` });
  }
  const page = opened.value;
  const seen = await visit(page, { forMs, clicks: [], signal });
  if (signal.aborted) return ok({ diagnosis: stopped(undefined), overview: '' });
  secrets.learnFrom([page.document.headers, seen.records]);
  const diagnosis = asRecorded(diagnose(seen, { locate, probes: recordedProbe(seen, recording) }));
  const overview = [overviewOf(seen, diagnosis, `Replayed in ${engine.version}.`), ...notesOn(recording, server)];
  return ok({ diagnosis, overview: overview.join(' ') });
}

/** `--send` is for other pages. */
function asRecorded({ answers, ...rest }: Diagnosis): Diagnosis {
  const told = answers.map((answer) =>
    answer.question === 'form-sends' && answer.skipped !== undefined
      ? { ...answer, skipped: 'nobody types into a recording' }
      : answer,
  );
  return { ...rest, answers: told };
}

/** Characters. */
const MOST_OF_PATH = 80;

/** What the recording has and lacks beside what was played. */
function notesOn({ creator, sockets, answers }: Recording, { missing }: ReplayServer): readonly string[] {
  const sent = sockets.reduce((sum, each) => sum + each.sent, 0);
  const left = sockets.reduce((sum, each) => sum + each.left, 0);
  const late = answers.filter(({ lacks }) => lacks === 'yet').map(({ url }) => url);
  return [
    creator === '' ? '' : `It was recorded by ${creator}.`,
    left === 0 ? '' : `${plural(left, 'message')} more in it were not played.`,
    sent === 0 ? '' : `In it the page also sent ${plural(sent, 'message')}, which nobody typed now.`,
    sockets.some(({ unanswered }) => unanswered) ? 'Nothing came back after the last one.' : '',
    missing.length === 0 ? '' : `Not in it: ${pathsOf(missing)}.`,
    late.length === 0 ? '' : `When it ended, this had not been answered: ${pathsOf(late)}.`,
  ].filter((sentence) => sentence !== '');
}

/** In the order of their names: a browser asks for several at once. */
function pathsOf(addresses: readonly string[]): string {
  const all = [...new Set(addresses)].toSorted();
  const paths = all.slice(0, 5).map((address) => beginning(new URL(address).pathname, MOST_OF_PATH));
  const more = all.length - paths.length;
  return listed(more > 0 ? [...paths, `${more} more`] : paths);
}
