import { codeSpans, cutToWidth, displayWidth, escapeControls, plain, wrap, wrapSpans } from '../text.ts';
import type { Style } from '../text.ts';
import type { Theme } from './theme.ts';
import { findingsOf, isOver } from './run-view.ts';
import type { CheckView, StepChecks } from './run-view.ts';
import type { WatchState } from './state.ts';

/** How many checks are shown: each of the step and of what failed, or only those that did not pass. */
export type Detail = 'whole' | 'short';

/** How the steps are drawn. */
interface Look {
  readonly width: number;
  readonly theme: Theme;
  readonly detail: Detail;
}

/** The checks with their state, then the first finding or what was proved. */
export function checkLines(state: WatchState, width: number, theme: Theme, detail: Detail): readonly string[] {
  const { run } = state;
  if (run.phase === 'none') return [];
  const parts = [stepsPart(state, width, theme, detail)];
  const [first, ...others] = findingsOf(run, 'error');
  if (first !== undefined) parts.push(theme.finding(first, width));
  if (run.phase === 'done') {
    if (run.passed) parts.push(provedPart(state, width, theme));
    parts.push(
      titled(
        'Also seen',
        others.flatMap((finding) => theme.summary(finding, width)),
        theme,
      ),
      titled(
        'Worth a look',
        findingsOf(run, 'warning').flatMap((finding) => theme.summary(finding, width)),
        theme,
      ),
    );
  }
  return parts.filter((part) => part.length > 0).flatMap((part, index) => (index > 0 ? ['', ...part] : part));
}

function titled(title: string, lines: readonly string[], { chalk }: Theme): readonly string[] {
  return lines.length === 0 ? [] : [chalk.bold(title), ...lines];
}

/** The steps before in a line together, as long as all of theirs is well; the others with their checks. */
function stepsPart(state: WatchState, width: number, theme: Theme, detail: Detail): readonly string[] {
  const { steps, target } = state.run;
  const isWell = (step: StepChecks): boolean =>
    step.id !== target && step.checks.every(({ status }) => status === 'pass' || status === 'warn');
  const well = steps.filter(isWell);
  return [
    ...earlierLine(well, width, theme),
    ...steps.filter((step) => !isWell(step)).flatMap((step) => oneStep(step, state, { width, theme, detail })),
  ];
}

function earlierLine(well: readonly StepChecks[], width: number, { chalk, marks }: Theme): readonly string[] {
  const [first] = well;
  const last = well.at(-1);
  if (first === undefined || last === undefined) return [];
  const checks = well.reduce((sum, step) => sum + step.checks.length, 0);
  const names = first === last ? first.id : well.length === 2 ? `${first.id}, ${last.id}` : `${first.id} to ${last.id}`;
  const line = cutToWidth(
    `${names}: ${checks} ${checks === 1 ? 'check' : 'checks'} still passed`,
    width - 2,
    marks.ellipsis,
  );
  return [`${chalk.green(marks.pass)} ${line}`];
}

function oneStep(step: StepChecks, { run, tick }: WatchState, { width, theme, detail }: Look): readonly string[] {
  const { chalk, marks } = theme;
  const over = step.checks.filter(isOver).length;
  const heading = `${step.id} ${marks.dot} ${escapeControls(step.title)}`;
  const isEarlier = step.id !== run.target;
  // While it runs, an earlier step is a line; its checks are shown when there is something to say about them.
  const isBrief = isEarlier && !step.checks.some(({ status }) => status === 'fail');
  const shown = isBrief ? [] : step.checks.filter((check) => detail === 'whole' || isAlwaysShown(check));
  const hidden = step.checks.length - shown.length;
  const count =
    run.phase === 'running' && over < step.checks.length
      ? ` (${over} of ${step.checks.length})`
      : hidden > 0
        ? ` (${hidden} more)`
        : '';
  return [
    `${signOf(step.checks, theme)} ${chalk.bold(cutToWidth(`${heading}${count}`, width - 2, marks.ellipsis))}`,
    ...shown.map((check) => oneCheck(check, width, theme, tick)),
  ];
}

/** What must be seen even where there is little room. */
function isAlwaysShown({ status }: CheckView): boolean {
  return status === 'fail' || status === 'running';
}

function signOf(checks: readonly CheckView[], { chalk, marks }: Theme): string {
  if (checks.some(({ status }) => status === 'fail')) return chalk.red(marks.fail);
  if (!checks.every(isOver)) return chalk.cyan(marks.current);
  return checks.some(({ status }) => status === 'skip') ? chalk.dim(marks.skip) : chalk.green(marks.pass);
}

function oneCheck(check: CheckView, width: number, theme: Theme, tick: number): string {
  const { chalk, marks, turning } = theme;
  const looks: Readonly<
    Record<CheckView['status'], { readonly sign: string; readonly style: Style; readonly text: Style }>
  > = {
    waiting: { sign: marks.open, style: chalk.dim, text: chalk.dim },
    running: { sign: turning[tick % turning.length] ?? '', style: chalk.cyan, text: plain },
    pass: { sign: marks.pass, style: chalk.green, text: plain },
    warn: { sign: marks.warn, style: chalk.magenta, text: plain },
    fail: { sign: marks.fail, style: chalk.red, text: chalk.red },
    skip: { sign: marks.skip, style: chalk.dim, text: chalk.dim },
  };
  const { sign, style, text } = looks[check.status];
  const fact = check.status === 'skip' ? `left out: ${escapeControls(check.skipped ?? '')}` : '';
  const right = check.durationMs >= 1000 ? `${(check.durationMs / 1000).toFixed(1)} s` : '';
  const room = width - 4 - (right === '' ? 0 : right.length + 1);
  const title = cutToWidth(
    fact === '' ? escapeControls(check.title) : `${escapeControls(check.title)} (${fact})`,
    room,
    marks.ellipsis,
  );
  const gap = ' '.repeat(Math.max(0, room - displayWidth(title)));
  return `  ${style(sign)} ${text(title)}${right === '' ? '' : `${gap} ${chalk.dim(right)}`}`;
}

function provedPart(state: WatchState, width: number, { chalk }: Theme): readonly string[] {
  const step = state.steps.find(({ id }) => id === state.run.target);
  const next = state.steps[state.current + 1];
  const proved = wrapSpans(
    [
      { text: 'Proved: ', style: chalk.bold },
      ...codeSpans(escapeControls(step?.proves ?? ''), { prose: plain, code: chalk.cyan }),
    ],
    width,
  );
  const then =
    next === undefined
      ? 'That was the last step: n shows what you have built, and where to go from here.'
      : `n goes on to ${next.id}: ${escapeControls(next.title)}`;
  return [...proved, '', ...wrap(then, width).map((line) => chalk.cyan(line))];
}
