import { realpathSync } from 'node:fs';
import { release, type } from 'node:os';
import type { Backend, BackendKind, RuntimeReport } from '../../model/backend.ts';
import { BACKENDS, SCAFFOLDED } from '../../servers/backends/index.ts';
import { EXIT } from '../../model/result.ts';
import { codeSpans, displayWidth, escapeControls, padToWidth, wrap, wrapSpans } from '../../terminal/text.ts';
import { namesSettings, resolveBackend } from '../common/backend/choice.ts';
import type { ChosenBackend } from '../common/backend/choice.ts';
import type { CommandContext } from '../common/context.ts';
import { browserLine } from './browser.ts';
import { dependenciesLine, examineFolder, ownServerLine } from './folder.ts';
import type { FolderReport } from './folder.ts';
import type { Line, LineState, Host } from './line.ts';
import { loopbackLine, portLine } from './network.ts';
import { terminalLine, variableLines } from './surroundings.ts';
import { nodeLine, ownManifest, packagesLine } from './tutor.ts';
import { findFolder } from '../common/folder/find-folder.ts';
import type { CommonOptions } from '../common/options.ts';
import { createOutput, printProblem, shownFolder, typedIn } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { chapterCourse } from '../common/folder/session.ts';
import { USUAL_PORT } from '../common/serve/usual-port.ts';

/** Whether a backend can start a server here now. */
interface Readiness {
  readonly backend: string;
  readonly title: string;
  readonly usable: boolean;
  /** What is missing, in a few words. */
  readonly lacks: string;
}

interface Question {
  readonly context: CommandContext;
  readonly options: CommonOptions;
  readonly host: Host;
  readonly folder: string;
  readonly folderReport: FolderReport;
  readonly chosen: ChosenBackend;
}

interface Examination {
  readonly folder: string;
  readonly chosen: ChosenBackend;
  readonly lines: readonly Line[];
  readonly backends: readonly Readiness[];
}

/** Exit code 0: the backend of the folder, or of the options, can run; 3: it cannot. Writes nothing. */
export async function doctor(
  context: CommandContext,
  options: CommonOptions,
  host: Host = thisHost(context),
): Promise<number> {
  const output = createOutput(context, options);
  const found = findFolder(context, options.dir);
  if (!found.ok) return printProblem(context, found.problem, options);
  const folder = realpathSync(found.value);
  const report = examineFolder(folder, {
    shown: shownFolder(context.cwd, found.value),
    self: context.self,
    usual: context.chapter.folder,
  });
  const chosen = resolveBackend(options, report.progress?.backend, folder);
  if (!chosen.ok) return printProblem(context, chosen.problem, options);
  const examination = await examine({
    context,
    options,
    host,
    folder,
    folderReport: report,
    chosen: chosen.value,
  });
  const ready = !examination.lines.some(({ state }) => state === 'needed');
  if (options.json === true) output.lines(jsonOf(examination, { ready, host }));
  else print(examination, { ready, quiet: options.quiet === true }, output);
  return ready ? EXIT.passed : EXIT.environment;
}

function thisHost({ env }: CommandContext): Host {
  return {
    platform: process.platform,
    env,
    nodeVersion: process.versions.node,
    nodePath: process.execPath,
    usualPort: USUAL_PORT,
  };
}

/** Everything is examined in parallel: the slowest part decides how long it takes. */
async function examine(question: Question): Promise<Examination> {
  const { context, options, host, folder, folderReport, chosen } = question;
  const stored = folderReport.progress?.backend;
  const { backend } = chosen;
  const runtimes = examineRuntimes(question);
  const own = runtimes.then((reports) => reports.find(({ kind }) => kind.kind === backend.kind));
  const [runtimeReports, dependencies, server, browser, localhost, port] = await Promise.all([
    runtimes,
    // Without a usable runtime nothing can be said about the dependencies.
    own.then((report) =>
      report?.report.usable === false ? undefined : dependenciesLine(backend, folder, stored, context.chapter),
    ),
    ownServerLine(chosen, folder, host, context.chapter),
    browserLine(host),
    loopbackLine(host),
    portLine(host, typedIn({ context, folder })),
  ]);
  const common = [nodeLine(host, ownManifest()), packagesLine(await chapterCourse(context)), port, localhost];
  const [node, packages, ...network] = common;
  const terminal = terminalLine(context.stdout, host, options.color === undefined ? {} : { color: options.color });
  const lines = [
    node,
    packages,
    ...runtimeReports.map((each) => runtimeLine(each, backend)),
    server,
    folderReport.line,
    dependencies,
    ...network,
    browser,
    terminal,
    ...variableLines(host),
  ].filter((line) => line !== undefined);
  return { folder, chosen, lines, backends: backendsOf({ backend, lines, common, runtimes: runtimeReports }) };
}

/** The runtime of one kind of backend, where that is not the tutor's own. */
interface ExaminedRuntime {
  readonly kind: BackendKind;
  readonly report: RuntimeReport;
}

async function examineRuntimes({
  context,
  options,
  host,
  folder,
  chosen: { choice },
}: Question): Promise<readonly ExaminedRuntime[]> {
  const examined = BACKENDS.map(async (kind): Promise<readonly ExaminedRuntime[]> => {
    const report = await kind.examine?.({
      folder,
      choice: choice.kind === kind.kind ? choice : { kind: kind.kind },
      required: namesSettings(options, kind.kind),
      env: host.env,
      platform: host.platform,
      systemPrograms: host.systemPrograms,
      self: context.self,
      signal: context.signal,
    });
    return report === undefined ? [] : [{ kind, report }];
  });
  return (await Promise.all(examined)).flat();
}

function runtimeLine({ kind, report }: ExaminedRuntime, backend: Backend): Line {
  const { subject, title, usable, found, advice, run } = report;
  return {
    subject,
    title,
    state: usable ? 'ok' : kind.kind === backend.kind ? 'needed' : 'optional',
    found,
    ...(advice === undefined ? {} : { advice }),
    ...(run === undefined ? {} : { run }),
  };
}

/** What is missing for all of them, and for the chosen one also what its folder lacks. */
function backendsOf(seen: {
  readonly backend: Backend;
  readonly lines: readonly Line[];
  readonly common: readonly Line[];
  readonly runtimes: readonly ExaminedRuntime[];
}): readonly Readiness[] {
  const { backend, lines, common, runtimes } = seen;
  const ofRuntimes = new Set(runtimes.map(({ report }) => report.subject));
  const readiness = (name: string, title: string, isChosen: boolean): Readiness => {
    const own = runtimes.find(({ kind }) => kind.kind === name)?.report.lacks ?? '';
    const hindering = (isChosen ? lines : common).filter(
      ({ state, subject }) => state === 'needed' && !ofRuntimes.has(subject),
    );
    const lacks = [own, ...hindering.map(({ title: subject, found }) => `${subject}: ${found}`)].filter(
      (each) => each !== '',
    );
    return { backend: name, title, usable: lacks.length === 0, lacks: lacks.join('; ') };
  };
  return [
    ...SCAFFOLDED.map(({ kind, title }) => readiness(kind, title, kind === backend.kind)),
    readiness('command', 'Any other server (--run, --url)', backend.overlay === undefined),
  ];
}

function jsonOf(
  { folder, chosen, lines, backends }: Examination,
  { ready, host }: { readonly ready: boolean; readonly host: Host },
): string {
  const report = {
    schema: 1,
    tutor: ownManifest().version,
    platform: `${host.platform} ${process.arch}`,
    folder,
    backend: chosen.choice.kind,
    ready,
    backends: backends.map(({ backend, title, usable, lacks }) => ({ backend, title, usable, lacks })),
    lines: lines.map(({ subject, title, state, found, advice, run }) => ({
      subject,
      title,
      state,
      found,
      advice: advice ?? '',
      run: run ?? [],
    })),
  };
  return JSON.stringify(report, null, 2);
}

function print(
  { chosen, lines, backends }: Examination,
  { ready, quiet }: { readonly ready: boolean; readonly quiet: boolean },
  output: Output,
): void {
  const { chalk, marks } = output;
  const shown = quiet ? lines.filter(({ state }) => state === 'needed') : lines;
  if (!quiet)
    output.lines(
      chalk.bold(`htmx-realtime-tutor ${ownManifest().version} on ${type()} ${release()} ${process.arch}`),
      '',
    );
  const width = Math.max(...lines.map(({ title }) => displayWidth(title)));
  output.lines(...shown.flatMap((line) => textOf(line, width, output)));
  if (!quiet) {
    output.lines('', chalk.bold('Backends'));
    for (const { title, usable, lacks } of backends) {
      const words = usable ? `${title}: can be used now` : `${title}: cannot be used yet (${lacks})`;
      const [first = '', ...rest] = wrap(escapeControls(words), output.terminal.width - 2);
      output.lines(`${usable ? marks.pass : marks.skip} ${first}`, ...rest.map((line) => `  ${line}`));
    }
  }
  if (shown.length > 0) output.lines('');
  const { title } = chosen.backend;
  output.say(
    ready
      ? `${marks.pass} ${title}: it has everything that it needs.`
      : `${marks.fail} ${title}: it cannot run yet. The lines with "${WORDS.needed}" show what is missing.`,
  );
}

/** Printed beside the mark, so that no sign or colour alone carries the meaning. */
const WORDS: Readonly<Record<LineState, string>> = { ok: 'ok', note: 'note', optional: 'optional', needed: 'needed' };

function textOf(
  { title, state, found, advice, run }: Line,
  width: number,
  { chalk, marks, terminal }: Output,
): readonly string[] {
  const styles = { ok: chalk.green, note: chalk.magenta, optional: chalk.dim, needed: chalk.red };
  const signs = { ok: marks.pass, note: marks.warn, optional: marks.skip, needed: marks.fail };
  const label = `${signs[state]} ${WORDS[state].padEnd(WORDS.optional.length)}`;
  const indent = displayWidth(label) + 2 + width + 2;
  const available = terminal.width - indent;
  const sentence = (text: string): readonly string[] => wrapSpans(codeSpans(escapeControls(text), chalk), available);
  const [first = '', ...rest] = sentence(found);
  const below = [...rest, ...(advice === undefined ? [] : sentence(advice))].map(
    (line) => `${' '.repeat(indent)}${line}`,
  );
  // A command is copied as one line, so it is not wrapped and begins further to the left.
  const commands = (run ?? []).map((line) => `    ${chalk.cyan(escapeControls(line))}`);
  return [`${styles[state](label)}  ${padToWidth(title, width)}  ${first}`, ...below, ...commands];
}
