import { draw, Screen } from '../../terminal/watch/index.ts';
import type { ScreenTheme, Viewport, WatchState } from '../../terminal/watch/index.ts';
import type { CommandContext } from '../common/context.ts';
import type { View } from './view.ts';

/** Redraws are so far apart, but for keys. Milliseconds. */
const APART_MS = 40;

/** When the screen is drawn. */
class Redraws {
  readonly #draw: () => void;
  #drawing: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;
  #drawnAt = 0;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** Everything that happens in one turn of the event loop is one change of the screen. */
  now(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#drawing ??= setImmediate(() => {
      this.#drawing = undefined;
      this.#drawnAt = performance.now();
      this.#draw();
    });
  }

  /** A page may do a thousand things a second. */
  soon(): void {
    const wait = this.#drawnAt + APART_MS - performance.now();
    if (wait <= 0) this.now();
    else this.#later ??= setTimeout(() => this.now(), wait);
  }

  stop(): void {
    clearTimeout(this.#later);
    clearImmediate(this.#drawing);
  }
}

/** One screen that is redrawn whenever something changes. */
export function createScreenView(context: CommandContext, theme: ScreenTheme): View {
  let state: WatchState | undefined;
  let viewport: Viewport = { rows: 0, total: 0 };
  let isClosed = false;
  let onKey: Parameters<View['open']>[0] = () => undefined;
  const redraws = new Redraws(() => {
    if (state === undefined) return;
    const frame = draw(state, screen.size, theme);
    viewport = frame.viewport;
    screen.show(frame.lines);
  });
  const screen = new Screen({
    stdin: context.stdin,
    stdout: context.stdout,
    terminal: process.stdout.fd,
    onKey: (key) => {
      onKey(key, viewport);
      // A person waits for it.
      redraws.now();
    },
    onResize: () => redraws.now(),
  });
  return {
    open: (listener) => {
      onKey = listener;
      screen.enter();
    },
    show: (next) => {
      state = next;
      screen.isTyping = next.line !== undefined;
      redraws.soon();
    },
    perform: (effect) => {
      if (effect === 'suspend') suspend(screen, () => redraws.soon());
      else screen.forget();
      redraws.soon();
    },
    lend: (run) =>
      lent(screen, run, () => {
        // Whoever has left meanwhile does not come back.
        if (!isClosed) screen.enter();
        redraws.now();
      }),
    close: () => {
      isClosed = true;
      redraws.stop();
      screen.leave();
    },
  };
}

/** The terminal is another program's until that has ended. */
async function lent<T>(screen: Screen, run: () => Promise<T>, back: () => void): Promise<T> {
  screen.leave();
  try {
    return await run();
  } finally {
    back();
  }
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
