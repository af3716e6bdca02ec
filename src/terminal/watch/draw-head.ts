import { cutToWidth, displayWidth, escapeControls } from '../text.ts';
import { changeWords } from '../change-words.ts';
import { durationText } from '../units.ts';
import type { ScreenTheme } from './theme.ts';
import { checksOf, findingsOf, isOver } from './run-view.ts';
import { waitingText } from '../waiting-text.ts';
import { TICK_MS } from './state.ts';
import type { WatchState } from './state.ts';

/** The title gets at least this many columns before the progress is shortened. */
const LEAST_TITLE_WIDTH = 24;

/** Step and progress over the chapter, and a rule. */
export function headLines(state: WatchState, width: number, theme: ScreenTheme): readonly string[] {
  const { chalk, marks } = theme;
  const passed = state.steps.filter((step) => step.passed).length;
  const signs = state.steps.map((step, index) => {
    const sign = step.passed ? marks.pass : index === state.current ? marks.current : marks.open;
    const style = step.passed ? chalk.green : index === state.current ? chalk.cyan : chalk.dim;
    // The current step is marked even when it has already passed.
    return { text: index === state.current ? `[${sign}]` : sign, style };
  });
  const bar: Progress = {
    size: signs.reduce((sum, { text }) => sum + displayWidth(text), 0),
    text: signs.map(({ text, style }) => style(text)).join(''),
  };
  const step = state.steps[state.current];
  const title = `${step?.id ?? ''} ${marks.dot} ${escapeControls(step?.title ?? '')}`;
  const least = Math.min(displayWidth(title), LEAST_TITLE_WIDTH);
  const short = `${passed}/${state.steps.length}`;
  const shapes = [`${passed} of ${state.steps.length} passed`, short].map((count) => ({
    size: bar.size + 1 + count.length,
    text: `${bar.text} ${count}`,
  }));
  const progress = shapes.find(({ size }) => width - size - 2 >= least) ?? { size: short.length, text: short };
  const shown = cutToWidth(title, width - progress.size - 2, marks.ellipsis);
  const gap = ' '.repeat(Math.max(1, width - displayWidth(shown) - progress.size));
  return [`${chalk.bold(shown)}${gap}${progress.text}`, chalk.dim(marks.rule.repeat(width))];
}

/** A styled text and the columns that it takes. */
interface Progress {
  readonly size: number;
  readonly text: string;
}

/** One line: what is running, or how the last check ended. */
export function statusLine(state: WatchState, width: number, theme: ScreenTheme): string {
  const { chalk, marks, spinnerFrames } = theme;
  const { run } = state;
  const checks = checksOf(run);
  const line = (sign: string, text: string, style: (text: string) => string): string =>
    style(`${sign} ${cutToWidth(text, width - displayWidth(sign) - 1, marks.ellipsis)}`);
  if (run.phase === 'none') return line(marks.open, 'The first check begins.', chalk.dim);
  if (run.phase === 'stopped') return line(marks.skip, 'The check ended without a verdict.', chalk.magenta);
  if (run.phase === 'running') {
    const over = checks.filter(isOver).length;
    const now = waitingText(run.running ?? [], state.tick * TICK_MS);
    const again = run.repeated === undefined ? '' : 'the machine is busy: once more';
    const what = [`Checking ${over} of ${checks.length}`, again, escapeControls(now)].filter((part) => part !== '');
    return line(spinnerFrames[state.tick % spinnerFrames.length] ?? '', what.join(` ${marks.dot} `), chalk.cyan);
  }
  const saved = state.saved === undefined ? '' : changeWords(escapeControls(state.saved));
  const duration = durationText(run.durationMs);
  if (run.passed) {
    const warnings = findingsOf(run, 'warning').length;
    const worth = warnings === 0 ? '' : `${warnings} worth a look`;
    return line(
      marks.pass,
      fitting([`${run.target} has passed`, duration, worth, saved], width, theme),
      chalk.green.bold,
    );
  }
  const failed = checks.filter((check) => check.status === 'fail').length;
  const unknown = checks.filter((check) => check.status === 'unknown').length;
  if (failed === 0 && unknown > 0) {
    const facts = [`${run.target} could not be decided`, 'the machine is too busy; press r to check again', duration];
    return line(marks.unknown, fitting(facts, width, theme), chalk.yellow.bold);
  }
  if (state.isUntouched) {
    const facts = [`${run.target} begins here`, 'save a file, and its checkpoint runs again'];
    return line(marks.current, fitting(facts, width, theme), chalk.cyan.bold);
  }
  const count = `${failed} of ${checks.length} checks failed`;
  return line(marks.fail, fitting([notPassed(state), count, duration, saved], width, theme), chalk.red.bold);
}

/** Which step does not pass: the one that was checked, or, where all of its own checks passed, the first earlier one that fails. */
function notPassed({ run, steps }: WatchState): string {
  const failing = run.steps.filter(({ checks }) => checks.some(({ status }) => status === 'fail')).map(({ id }) => id);
  const id = failing.includes(run.target) ? run.target : (failing[0] ?? run.target);
  return steps.find((step) => step.id === id)?.passed === true ? `${id} no longer passes` : `${id} has not passed yet`;
}

/** The facts in their order, as many as fit into a line after its sign; the first one in any case. */
function fitting(facts: readonly string[], width: number, { marks }: ScreenTheme): string {
  return facts
    .filter((fact) => fact !== '')
    .reduce((line, fact) => {
      const longer = line === '' ? fact : `${line} ${marks.dot} ${fact}`;
      return line === '' || displayWidth(longer) <= width - 2 ? longer : line;
    }, '');
}
