import type { Cookie, Credentials } from '../../../model/credentials.ts';
import type { Clicked, PageFailure, PageSnapshot, PageView, SendOutcome } from '../../../model/page.ts';
import type { WatchOptions } from '../watch-options.ts';
import type { TextSeen } from '../injected/text-wait.ts';
import type { RecordBody } from '../record-body.ts';

/** Commands from the tutor to the page host, and the answer to each. `at` and deadlines are milliseconds. */
export interface HostCommands {
  open: {
    readonly params: {
      readonly url: string;
      readonly deadlineMs: number;
      readonly watch: WatchOptions;
      readonly credentials?: Credentials;
    };
    readonly value: PageView['document'];
  };

  snapshot: { readonly params: Record<never, never>; readonly value: PageSnapshot };
  send: {
    readonly params: { readonly text: string; readonly field?: string };
    readonly value: SendOutcome;
  };
  untilText: {
    readonly params: { readonly selector: string; readonly text: string; readonly deadlineMs: number };
    readonly value: TextSeen;
  };
  count: { readonly params: { readonly selector: string }; readonly value: number };
  click: { readonly params: { readonly selector: string }; readonly value: Clicked };
  fixRandom: { readonly params: { readonly value?: number }; readonly value: null };
  cookies: { readonly params: { readonly url?: string }; readonly value: readonly Cookie[] };
  close: { readonly params: Record<never, never>; readonly value: null };
}

export type HostRequest = {
  [C in keyof HostCommands]: {
    readonly command: C;
    readonly id: number;
    readonly tab: number;
    readonly params: HostCommands[C]['params'];
  };
}[keyof HostCommands];

/** Parent to host. */
export type ToHost = HostRequest | { readonly command: 'ping' };

/** Host to parent. `at` is in milliseconds since the epoch. */
export type FromHost =
  | { readonly type: 'record'; readonly tab: number; readonly at: number; readonly body: RecordBody }
  | { readonly type: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: PageFailure }
  | { readonly type: 'ready'; readonly version: string }
  /** `memory`: bytes that the process uses, by its own account. */
  | { readonly type: 'pong'; readonly memory: number };
