import type { DropReason, Effect } from '../ledger.ts';

/** Majors of htmx: the page's own, and the other one. */
interface Majors {
  readonly from: number;
  readonly to: number;
}

/** Where a part of a message goes: `target` as a selector or `tag#id`; '' where it goes nowhere. */
export interface Way {
  /** `<p id="load">`, or '' for text. */
  readonly part: string;
  readonly fate: Effect | DropReason;
  readonly target: string;
}

/** What differs when a page runs under another major of htmx. */
export interface MigrateFacts {
  /** `use`: the file in npm. `digest`: its tag has an `integrity` attribute, which fits this file alone. */
  'migrate/script': Majors & { readonly src: string; readonly use: string; readonly digest?: true };
  /** `use`: the attribute of the other major; '': it has none. `works`: it still reads this one. */
  'migrate/attribute': Majors & {
    readonly attribute: string;
    readonly value: string;
    readonly use: string;
    readonly works: 'yes' | 'no';
  };
  /** A handler for an event of `from`. `handler`: the event, or the attribute `hx-on…`. `use`: the same for `to`; '': it has none. `script`: the path
   * of the file that it is in, and `line` in it; absent: the page itself. */
  'migrate/event': Majors & {
    readonly handler: string;
    readonly use: string;
    readonly script?: string;
    readonly line?: number;
  };
  'migrate/not-open': Majors & { readonly transport: 'ws' | 'sse'; readonly url: string };
  /**
   * `event`: its name; absent: a message of a WebSocket. `wipes`: elements of the page that are gone then. `seen`: whether the run under the other
   * major received it, or its source alone says what happens.
   */
  'migrate/received': Majors & {
    readonly change: 'lost' | 'wipes' | 'moves' | 'appears';
    readonly event?: string;
    readonly was: readonly Way[];
    readonly is: readonly Way[];
    readonly wipes: readonly string[];
    readonly seen: 'yes' | 'no';
  };
  /** Members of what a form sends. `seen`: both runs sent it. */
  'migrate/sent': Majors & {
    readonly removed: readonly string[];
    readonly added: readonly string[];
    readonly seen: 'yes' | 'no';
  };
  /** Close codes after which only one of them connects again. */
  'migrate/reconnects': Majors & { readonly more: readonly number[]; readonly fewer: readonly number[] };
  /** htmx 4 closes these connections while the tab is hidden. */
  'migrate/hidden-tab': Majors & { readonly transports: readonly ('ws' | 'sse')[] };
}
