import { draw, Screen } from '../../terminal/watch/index.ts';
import type { ScreenTheme, Viewport, WatchState } from '../../terminal/watch/index.ts';
import type { CommandContext } from '../common/context.ts';
import type { View } from './view.ts';

/** Redraws are so far apart, but for keys. Milliseconds. */
const APART_MS = 40;

/** One screen that is redrawn whenever something changes. */
export function createScreenView(context: CommandContext, theme: ScreenTheme): View {
  let state: WatchState | undefined;
  let viewport: Viewport = { rows: 0, total: 0 };
  let drawing: NodeJS.Immediate | undefined;
  let later: NodeJS.Timeout | undefined;
  let drawnAt = 0;
  let onKey: Parameters<View['open']>[0] = () => undefined;

  const drawNow = (): void => {
    clearTimeout(later);
    later = undefined;
    // Everything that happens in one turn of the event loop is one change of the screen.
    drawing ??= setImmediate(() => {
      drawing = undefined;
      if (state === undefined) return;
      drawnAt = performance.now();
      const frame = draw(state, screen.size, theme);
      viewport = frame.viewport;
      screen.show(frame.lines);
    });
  };
  // A page may do a thousand things a second.
  const redraw = (): void => {
    const wait = drawnAt + APART_MS - performance.now();
    if (wait <= 0) drawNow();
    else later ??= setTimeout(drawNow, wait);
  };
  const screen = new Screen({
    stdin: context.stdin,
    stdout: context.stdout,
    terminal: process.stdout.fd,
    onKey: (key) => {
      onKey(key, viewport);
      // A person waits for it.
      drawNow();
    },
    onResize: drawNow,
  });
  return {
    open: (listener) => {
      onKey = listener;
      screen.enter();
    },
    show: (next) => {
      state = next;
      screen.isTyping = next.line !== undefined;
      redraw();
    },
    perform: (effect) => {
      if (effect === 'suspend') suspend(screen, redraw);
      else screen.forget();
      redraw();
    },
    close: () => {
      clearTimeout(later);
      clearImmediate(drawing);
      screen.leave();
    },
  };
}

/** Ctrl-Z: the shell has the terminal until it resumes the tutor. */
function suspend(screen: Screen, redraw: () => void): void {
  if (process.platform === 'win32') return;
  screen.leave();
  process.once('SIGCONT', () => {
    screen.enter();
    redraw();
  });
  // The whole group: when started by npx, the tutor is not the only process in it.
  process.kill(0, 'SIGTSTP');
}
