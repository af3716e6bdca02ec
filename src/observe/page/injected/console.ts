import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { consoleText, cut } from './values.ts';

const MOST_CHARACTERS = 4000;

const LEVELS = ['log', 'info', 'warn', 'error', 'debug'] as const;

/** Records what the page writes to the console; the console still receives it. */
export function watchConsole(
  view: PageWindow,
  port: InstrumentPort,
  levels: readonly (typeof LEVELS)[number][] = LEVELS,
): void {
  for (const level of levels) {
    const native = view.console[level];
    view.console[level] = function (this: unknown, ...values: unknown[]): void {
      const text = cut(values.map((value) => consoleText(view, value)).join(' '), MOST_CHARACTERS);
      port.emit({ type: 'console', level, text });
      native.apply(view.console, values);
    };
  }
}
