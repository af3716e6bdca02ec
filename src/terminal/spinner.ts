import { cutToWidth } from './text.ts';

export interface Spinner {
  /** Another text from now on; a function is asked whenever the line is drawn. */
  update(text: string | (() => string)): void;
  /** Clears the line and restores the cursor. Stop it before printing: it would mix with the spinner's line. */
  stop(): void;
}

const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const WIPE_LINE = '\r\u001b[2K';
const FRAME_MS = 80;

/** Shows that something is in progress. Silent when `stream` is not a terminal. The cursor is restored on exit too. */
export function startSpinner(
  text: string,
  options: { readonly stream: NodeJS.WriteStream; readonly colour: boolean; readonly unicode: boolean },
): Spinner {
  const { stream, colour, unicode } = options;
  if (!stream.isTTY) return { update: () => {}, stop: () => {} };

  const frames = unicode ? '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'.split('') : ['-', '\\', '|', '/'];
  let shown: string | (() => string) = text;
  let turn = 0;
  const draw = (): void => {
    const frame = frames[turn % frames.length] ?? '';
    turn += 1;
    // One column is kept free: a full line makes some terminals scroll.
    const line = cutToWidth(
      typeof shown === 'string' ? shown : shown(),
      Math.max(1, (stream.columns || 80) - 3),
      unicode ? '…' : '...',
    );
    stream.write(`${WIPE_LINE}${colour ? `\u001b[36m${frame}\u001b[39m` : frame} ${line}`);
  };
  const restore = (): void => {
    stream.write(`${WIPE_LINE}${SHOW_CURSOR}`);
  };
  stream.write(HIDE_CURSOR);
  draw();
  const timer = setInterval(draw, FRAME_MS);
  timer.unref();
  process.once('exit', restore);

  let stopped = false;
  return {
    update(next) {
      shown = next;
    },
    stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      process.off('exit', restore);
      restore();
    },
  };
}
