import type { RunEvent } from '../../model/event.ts';
import type { CoachEvent } from '../../model/coach-event.ts';
import type { Code } from '../../model/finding.ts';
import { NO_BROWSER } from './browser-pane.ts';
import type { BrowserPane } from './browser-pane.ts';
import type { Document } from './document.ts';
import type { Key } from './keys.ts';
import { NO_RUN } from './run-view.ts';
import type { RunView } from './run-view.ts';

export interface StepView {
  readonly id: string;
  readonly title: string;
  /** What its checkpoint proves, one sentence. */
  readonly proves: string;
  readonly passed: boolean;
}

export type TextKind =
  | 'lesson'
  | 'hint'
  /** No other hint comes after it. */
  | 'last-hint'
  | 'solution'
  /** The learner's files are as in it: nothing is left to apply. */
  | 'same-solution'
  | 'diff'
  | 'timeline'
  | 'keys'
  | 'page'
  | 'server'
  /** Drawn from the state: it changes while it is open. */
  | 'browser'
  | 'explain'
  | 'end';

/** A long text that covers the checks and can be scrolled. */
export interface TextView {
  readonly kind: TextKind;
  readonly title: string;
  readonly document: Document;
  /** What follows when it is closed: the next text to read. */
  readonly after?: WatchEffect;
  /** Id of the page of the chapter that it shows. */
  readonly page?: string;
  /** Where it opens; `beginning` where it says nothing. */
  readonly opensAt?: 'end';
  /** The address of the learner's server that it names. Where the server gets another one, the text is replaced. */
  readonly origin?: string;
}

export interface Answer {
  readonly key: Key;
  readonly label: string;
  readonly effect: WatchEffect;
}

/** Any key that is not an answer closes the question. */
export interface Question {
  readonly sentences: readonly string[];
  readonly answers: readonly Answer[];
  /** What the other keys mean: `stay`. */
  readonly otherwise: string;
}

/** The learner's own server, below the checks. */
export interface ServerPane {
  /** Its status: its address, or why there is none. */
  readonly status: string;
  /** Its last lines, free of control characters. */
  readonly lines: readonly string[];
}

export interface WatchState {
  readonly steps: readonly StepView[];
  /** Index of the current step. */
  readonly current: number;
  /** Nothing was saved since the person came to this step: that it does not pass yet is no failure. */
  readonly isUntouched: boolean;
  /** Name of the folder that is watched. */
  readonly folder: string;
  readonly run: RunView;
  /** The file of the last save. */
  readonly saved: string | undefined;
  readonly text: TextView | undefined;
  readonly question: Question | undefined;
  /** Sentences about what a key did; cleared by the next key, or by a save after the next check. */
  readonly notice: readonly string[];
  readonly isNoticeRead: boolean;
  /** The last key was the `q` that closed a text: one more `q` may have been meant for a text as well. */
  readonly hasClosed: boolean;
  readonly server: ServerPane;
  readonly browser: BrowserPane;
  /** What the person has typed of a line that was asked for; undefined: keys are keys. */
  readonly line?: string | undefined;
  /** First line that is shown of the text, or of the checks. */
  readonly scroll: number;
  /** Counts up while a check runs: the frame of the spinner. */
  readonly tick: number;
}

/** The visible part of the long text or the checks, so that scrolling stops at their end. */
export interface Viewport {
  /** Rows on the screen. */
  readonly rows: number;
  /** Rows in total. */
  readonly total: number;
}

export type WatchEvent =
  | { readonly type: 'key'; readonly key: Key; readonly viewport: Viewport }
  /** Something was saved; undefined: the tutor itself has changed the folder. */
  | { readonly type: 'saved'; readonly file: string | undefined }
  /** A file is being saved: what the last check said is out of date, and the next check begins when the save is complete. */
  | { readonly type: 'saving' }
  | { readonly type: 'run'; readonly event: RunEvent }
  /** The run ended without a verdict, for this reason. */
  | { readonly type: 'run-stopped'; readonly reason: string }
  /** The progress or the current step has changed. */
  | { readonly type: 'steps'; readonly steps: readonly StepView[]; readonly current: number }
  | { readonly type: 'text'; readonly text: TextView }
  /** The same text with another address in it; nobody has scrolled. */
  | { readonly type: 'text-replaced'; readonly text: TextView }
  | { readonly type: 'text-closed' }
  | { readonly type: 'question'; readonly question: Question }
  | { readonly type: 'notice'; readonly sentences: readonly string[] }
  | { readonly type: 'server-status'; readonly status: string }
  | { readonly type: 'server-line'; readonly line: string }
  /** Where the browser finds the page. */
  | { readonly type: 'page-address'; readonly address: string }
  /** Something happened in the person's own browser. */
  | { readonly type: 'coach'; readonly event: CoachEvent }
  /** Whether pages load again when a file of theirs is saved. */
  | { readonly type: 'live-reload'; readonly on: boolean }
  /** The person is to type a line. */
  | { readonly type: 'line-asked' }
  | { readonly type: 'tick' };

/** What the screen asks for; it does not wait, and learns of the outcome by events. */
export type WatchEffect =
  /** `again`: by a key; a server that has ended is started, too. */
  | { readonly type: 'check'; readonly again?: true }
  | { readonly type: 'lesson' }
  /** The text on the screen once more, with the address that the server has now. */
  | { readonly type: 'replace-text' }
  | { readonly type: 'hint' }
  | { readonly type: 'ask-solution' }
  /** The comparison with the solution; a question first, where it would give the answer away. */
  | { readonly type: 'ask-diff' }
  | { readonly type: 'solution' }
  | { readonly type: 'apply' }
  | { readonly type: 'diff' }
  | { readonly type: 'timeline' }
  | { readonly type: 'server-output' }
  /** Stops the learner's server, or starts it again. */
  | { readonly type: 'toggle-server' }
  | { readonly type: 'keys' }
  /** File and line of the finding that is shown, in the person's editor. */
  | { readonly type: 'edit' }
  /** `code`: absent: of the first finding of the last check. */
  | { readonly type: 'explain'; readonly code?: Code }
  /** What happens in the person's own browser. */
  | { readonly type: 'browser' }
  | { readonly type: 'toggle-reload' }
  /** A key that acts on the connections of the page, or answers what such a key has asked. */
  | { readonly type: 'wire-key'; readonly key: Key }
  /** The line that was asked for. */
  | { readonly type: 'wire-line'; readonly line: string }
  /** The page of the chapter after this one; undefined: the first. `beginning`: of those that are read before the first step. */
  | { readonly type: 'page'; readonly follows: string | undefined; readonly beginning?: true }
  | { readonly type: 'open' }
  /** The next step; a question first, when the current one has not passed. */
  | { readonly type: 'next'; readonly skipping?: 'solution' | 'keep' }
  | { readonly type: 'ask-undo' }
  | { readonly type: 'undo' }
  | { readonly type: 'end' }
  | { readonly type: 'redraw' }
  | { readonly type: 'suspend' }
  | { readonly type: 'leave' }
  | { readonly type: 'interrupt' };

/** The screen after an event, and its effects. */
export interface Change {
  readonly state: WatchState;
  readonly effects: readonly WatchEffect[];
}

/** Number of the server's lines that are kept. */
export const SERVER_LINES = 500;

/** The interval of `tick` while a check runs, in milliseconds. */
export const TICK_MS = 100;

export function initialState(steps: readonly StepView[], current: number, folder: string): WatchState {
  return {
    steps,
    current,
    isUntouched: false,
    folder,
    run: NO_RUN,
    saved: undefined,
    text: undefined,
    question: undefined,
    notice: [],
    isNoticeRead: false,
    hasClosed: false,
    server: { status: '', lines: [] },
    browser: NO_BROWSER,
    scroll: 0,
    tick: 0,
  };
}
