import { afterKey } from './update-keys.ts';
import { afterCoachEvent, afterSave } from './browser-pane.ts';
import { afterRunEvent, begunAgain } from './run-view.ts';
import { SERVER_LINES, TICK_MS } from './state.ts';
import type { Change, WatchEvent, WatchState } from './state.ts';

/** The screen after one event, and its effects. Pure. */
export function update(state: WatchState, event: WatchEvent): Change {
  switch (event.type) {
    case 'key':
      return afterKey(state, event.key, event.viewport);
    case 'saving':
      return only({ ...state, run: begunAgain(state.run), scroll: state.text === undefined ? 0 : state.scroll });
    case 'saved':
      return afterSaved(state, event.file);
    case 'run':
      return afterRun(state, event);
    case 'run-stopped':
      return only({ ...state, run: { ...state.run, phase: 'stopped' }, notice: [event.reason], isNoticeRead: true });
    case 'steps': {
      const moved = event.current !== state.current;
      return only({
        ...state,
        steps: event.steps,
        current: event.current,
        isUntouched: moved || state.isUntouched,
        scroll: moved ? 0 : state.scroll,
      });
    }
    case 'text':
    case 'text-replaced':
    case 'text-closed':
      return only(afterText(state, event));
    case 'question':
      return only({ ...state, question: event.question, notice: [] });
    case 'notice':
      return only({ ...state, notice: event.sentences, isNoticeRead: false });
    case 'server-status':
    case 'server-line':
      return only({ ...state, server: serverAfter(state.server, event) });
    case 'page-address':
      return afterPageAddress(state, event.address);
    case 'coach':
    case 'live-reload':
      return only({ ...state, browser: browserAfter(state, event) });
    case 'line-asked':
      return only({ ...state, line: '' });
    case 'tick':
      return only({ ...state, tick: state.tick + 1 });
  }
}

function afterText(
  state: WatchState,
  event: Extract<WatchEvent, { type: 'text' | 'text-replaced' | 'text-closed' }>,
): WatchState {
  if (event.type === 'text-closed') return { ...state, text: undefined, scroll: 0 };
  const { text } = event;
  // Meanwhile the person may have closed it, or opened another one.
  if (event.type === 'text-replaced') return state.text?.title === text.title ? { ...state, text } : state;
  return {
    ...state,
    text,
    question: undefined,
    browser: text.kind === 'browser' ? { ...state.browser, isSeen: true } : state.browser,
    scroll: text.opensAt === 'end' ? Number.MAX_SAFE_INTEGER : 0,
  };
}

/** A text on the screen that names another address is made again. */
function afterPageAddress(state: WatchState, address: string): Change {
  const names = state.text?.origin;
  return {
    state: { ...state, browser: { ...state.browser, address } },
    effects: names === undefined || names === address ? [] : [{ type: 'replace-text' }],
  };
}

function afterSaved(state: WatchState, file: string | undefined): Change {
  return {
    state: {
      ...state,
      saved: file,
      browser: afterSave(state.browser),
      isUntouched: state.isUntouched && file === undefined,
      hasClosed: false,
      notice: state.isNoticeRead ? [] : state.notice,
    },
    effects: [{ type: 'check' }],
  };
}

function serverAfter(
  server: WatchState['server'],
  event: Extract<WatchEvent, { type: 'server-status' | 'server-line' }>,
): WatchState['server'] {
  if (event.type === 'server-status') return { ...server, status: event.status };
  return { ...server, lines: [...server.lines, event.line].slice(-SERVER_LINES) };
}

function browserAfter(
  { browser, text }: WatchState,
  event: Extract<WatchEvent, { type: 'coach' | 'live-reload' }>,
): WatchState['browser'] {
  if (event.type === 'live-reload') return { ...browser, reloads: event.on };
  return afterCoachEvent(browser, event.event, text?.kind === 'browser');
}

function only(state: WatchState): Change {
  return { state, effects: [] };
}

function afterRun(state: WatchState, { event }: Extract<WatchEvent, { type: 'run' }>): Change {
  const run = afterRunEvent(state.run, event, state.tick * TICK_MS);
  // A new check starts at the top; an open text keeps its position.
  const scroll = event.type === 'run-started' && state.text === undefined ? 0 : state.scroll;
  const after = { ...state, run, scroll, isNoticeRead: state.isNoticeRead || event.type === 'run-finished' };
  if (event.type !== 'run-finished' || !event.result.passed) return only(after);
  const isTarget = (id: string): boolean => id === event.result.target;
  const wasPassed = state.steps.find(({ id }) => isTarget(id))?.passed === true;
  const steps = state.steps.map((step) => (isTarget(step.id) ? { ...step, passed: true } : step));
  const isEnd = !wasPassed && isTarget(state.steps.at(-1)?.id ?? '');
  return { state: { ...after, steps }, effects: isEnd ? [{ type: 'end' }] : [] };
}
