import type { TextChange } from '../model/text-change.ts';

/** The chat of the page: its window, and what happens to a message in it. */
export interface ChatFacts {
  /** `lost`: the value of `hx-swap-oob` with which a reply replaced the window. `preserved`: it replaced a window that has `hx-preserve`, as the reply has. */
  'chat/no-window': { readonly ids: readonly string[]; readonly lost?: string; readonly preserved?: true };
  /**
   * `hidden`: it is in the window, inside an element that is not displayed. `beside`: the value of `hx-swap-oob` that puts it elsewhere. `ended`: the
   * tags of the outer element and of the inner one that ends it. `inside`: the tag of an element that shows nothing of what is inside it.
   */
  'chat/not-shown': {
    readonly sent: string;
    readonly hidden: boolean;
    readonly beside?: string;
    readonly ended?: { readonly outer: string; readonly inner: string };
    readonly inside?: string;
  };
  /** `reply`: what came from the server; undefined: nothing that contains the text. */
  'chat/written-by-page': { readonly sent: string; readonly reply: 'text' | 'html' | undefined };
  /**
   * `dropped`: a tag of the reply that the parser ignores where it is, such as `tr` in a `div`; `outer`: the tag around it. `cells`: cells of a
   * table that are in no row; `in`: the tag that they are in, `envelope`: the one around them in the reply, which htmx strips.
   */
  'chat/run-together': {
    readonly first: string;
    readonly second: string;
    readonly dropped?: { readonly tag: string; readonly outer: string };
    readonly cells?: { readonly tag: string; readonly in: string; readonly envelope: string };
  };
  'chat/envelope-echoed': { readonly sent: string };
  /** `escaped`: only the first of each character is, so that the rest of the message is still markup. */
  'chat/html-injection': { readonly sent: string; readonly escaped?: 'first-only' };
  /** `by`: the page, when its frame does not contain the text as it was typed. */
  'chat/text-altered': {
    readonly sent: string;
    readonly shown: string;
    readonly change: TextChange;
    readonly by: 'page' | 'server';
  };
  'chat/lost-message': { readonly sent: string; readonly tab: string };
  /** `delay`: the page sets the delay itself. */
  /** `refused`: the restarted server answered each handshake with this status. `query`: of the page's address, where it has one.
   * `reloads`: a script left the page while the server was down. `removed`: a script took the form away when the connection closed. */
  'chat/no-reconnect': {
    readonly code: number;
    readonly attempts: number;
    readonly delay?: 'own';
    readonly refused?: number;
    readonly query?: string;
    readonly reloads?: true;
    readonly removed?: true;
    /** Of the page's htmx; absent: 2. */
    readonly major?: 1 | 4;
  };
}

/** The counter that the event stream sends and the page shows. */
export interface CounterFacts {
  /** `clock`: seen on a server whose timers were fast. `placeholder`: a part of the data as the source has it, `${count}`, that nothing filled in. */
  'sse/not-counting': {
    readonly numbers: readonly (number | null)[];
    readonly clock?: 'fast';
    readonly placeholder?: string;
  };
  /**
   * `moved`: attributes in the page that may lead the data elsewhere. `answer`: of the request that the event triggers, as htmx reports it, when
   * it is an error; absent: nothing reports one. `hidden`: a number is in the page where it cannot be seen; `inside`: the tag of the element that
   * shows nothing of what is inside it.
   */
  'page/counter-not-shown': {
    readonly event: string;
    readonly moved: readonly string[];
    readonly answer?: { readonly status: number; readonly path: string };
    readonly hidden?: true;
    readonly inside?: string;
  };
  /** `shown`: the numbers that the page did show. `because`: what ended it, as far as the page itself reports. */
  'page/counter-stops': {
    readonly shown: readonly number[];
    readonly because: 'connector-replaced' | 'element-replaced' | 'target-replaced' | 'closed-by-event' | 'unknown';
  };
  /** The counter is swapped over the chat: into the window itself, or into an element around it, whose tag is `tag`. */
  'page/counter-replaces-chat': { readonly tag: string; readonly into: 'window' | 'around' };
  /** `because`: whether the page closed the stream, as htmx does when its element is replaced. */
  /** `restarted`: the reply brought an element that opens the stream anew. `overwritten`: it wrote over the number. `shown`: the number before it and after. */
  'page/counter-stops-chat': {
    readonly sent: string;
    readonly because: 'stream-closed' | 'restarted' | 'overwritten' | 'unknown';
    readonly shown?: readonly [before: number, after: number];
  };
}

/** The time of day in each reply of the chat. */
export interface TimeFacts {
  'time/missing': { readonly sent: string };
  'time/not-a-clock': { readonly found: string };
  /** `since`: when the server took the time that it repeats; a later connection shows which. */
  'time/frozen': {
    readonly time: string;
    readonly apartMs: number;
    readonly since: 'start' | 'connection' | 'unknown';
  };
  /**
   * `mixed`: another unit of time is where the minutes or the seconds belong; absent: none was recognized. `counts`: it is how long the server, or
   * a connection of it, has run. `of`: it is the time of the message before.
   */
  'time/wrong': {
    readonly time: string;
    readonly now: string;
    readonly mixed?: {
      readonly place: 'minutes' | 'seconds';
      readonly unit: 'month' | 'day' | 'weekday' | 'year' | 'hour' | 'minute' | 'second';
    };
    readonly counts?: 'from-start';
    readonly of?: 'message-before';
  };
  /** `members`: of the message, with one of which the page sends the time that the server repeats; absent: a script writes it into the page. */
  'time/added-in-the-page': { readonly time: string; readonly members?: readonly string[] };
}

/** The codes of this chapter, with the facts of each. */
export interface ChapterFacts extends ChatFacts, CounterFacts, TimeFacts {}

declare module '../model/finding.ts' {
  interface FactsByCode extends ChapterFacts {}
}
