/** The address of a connection as the page has it. `path`: its path and query. */
interface WrittenAddress {
  readonly transport: 'ws' | 'sse';
  readonly attribute: string;
  readonly value: string;
  readonly path: string;
}

/** Connections and content of any page as time goes on. */
export interface LiveFacts {
  /** `open`: connections to this address at the end. `elements`: those of the page that connect to it. `attribute`: the one that connects. */
  'live/connections-multiply': {
    readonly transport: 'ws' | 'sse';
    readonly url: string;
    readonly open: number;
    readonly elements: number;
    readonly attribute: string;
  };
  /** `host`: tag of the element with the shadow root. `processed`: whether htmx was told of the element. */
  'live/in-shadow-root': {
    readonly transport: 'ws' | 'sse';
    readonly tag: string;
    readonly attribute: string;
    readonly host: string;
    readonly processed: 'yes' | 'no';
    readonly major: 1 | 2 | 4;
  };
  /**
   * `transport`: what the attribute is for; absent: a request. `listensOnce`: the version of htmx 1 whose extension does not listen for what comes
   * into the page after the stream was opened, by a script or by htmx.
   */
  'live/not-wired': {
    readonly tag: string;
    readonly attribute: string;
    readonly value: string;
    readonly transport?: 'ws' | 'sse';
    readonly listensOnce?: string;
  };
  /** `events`: of each connection. `added`: the page shows them again each time. `attribute`: the one that ends a stream; absent: this major has
   * none. `waits`: for which event it ends now. */
  'live/stream-never-ends': {
    readonly connections: number;
    readonly events: number;
    readonly added: 'yes' | 'no';
    readonly attribute?: string;
    readonly waits?: string;
  };
  /** `times`: how many messages or events came again and were added. */
  'live/repeated-after-reconnect': {
    readonly transport: 'ws' | 'sse';
    readonly times: number;
    readonly connections: number;
  };
  /** `style`: of the swap. `around`: the swapped element is around the one that waits; absent: it is that one. `replaced`: htmx 4: selector of the
   * target that something else than an event replaced; absent: an event did. `major`: absent: htmx 1 or 2. */
  'live/listener-gone': {
    readonly event: string;
    readonly style: string;
    readonly later: number;
    readonly around?: string;
    readonly replaced?: string;
    readonly major?: 4;
  };
  /** htmx 1 and 2. `target`: label or selector of the element that was emptied. `parts`: selectors of the out-of-band parts. `shown`: what had brought what it
   * showed. `always`: no event brings content there. */
  'live/listener-emptied': {
    readonly event: string;
    readonly target: string;
    readonly parts: readonly string[];
    readonly shown: 'by-page' | 'by-event';
    readonly always: 'yes' | 'no';
  };
  /**
   * `outcome`: of the connection. `count`: connections to the address by now (`reopened`), or events of the same name that came later to a client of the
   * tutor's own (`closed`; 0: none was asked). `style`, `selector` and `via`: of the swap; '': the element itself. `attribute`: the one that connects.
   */
  'live/connector-replaced': {
    readonly transport: 'ws' | 'sse';
    readonly outcome: 'closed' | 'reopened';
    readonly count: number;
    readonly style: string;
    readonly selector: string;
    readonly via: 'main' | 'out-of-band' | 'partial';
    readonly attribute: string;
    readonly major?: 4;
  };
  /** htmx 4 alone. `attributes`: of the element `around` it, which the one that connects or sends (`on`, a label) does not inherit. */
  'live/not-inherited': {
    readonly transport: 'ws' | 'sse';
    readonly role: 'connect' | 'send';
    readonly attributes: readonly { readonly name: string; readonly value: string }[];
    readonly around: string;
    readonly on: string;
  };
  /** htmx 4 alone. `id`: of the message's element, which the page has, too; absent: it has no such id. */
  'live/form-wiped': { readonly id?: string };
  /**
   * `via`: the part of the message or event that names its target. `selector`: '': it names none. `ids`: of the page. `event`: what htmx 2 fires
   * instead of a swap; absent: htmx 4, which says nothing.
   */
  'live/part-lost': {
    readonly transport: 'ws' | 'sse';
    readonly via: 'partial' | 'out-of-band';
    readonly selector: string;
    readonly ids: readonly string[];
    readonly event?: string;
  };
  /** `falls`: what becomes of what comes. `ids`: of the page. */
  'live/target-missing': {
    readonly transport: 'ws' | 'sse';
    readonly selector: string;
    readonly ids: readonly string[];
    readonly falls: 'dropped' | 'on-connector';
  };
  /** `path`: of the request whose answers replace the element with `attribute`. `connections`: to one address. */
  'live/connector-polled': {
    readonly transport: 'ws' | 'sse';
    readonly path: string;
    readonly connections: number;
    readonly attribute: string;
  };
  /** `selector`: as inherited. `from`: the element that has it, as a start tag begins: `body`. htmx 1 and 2 alone. */
  'live/target-inherited': { readonly selector: string; readonly from: string; readonly event: string };
  /** Text without an element goes into an element whose children are elements of another kind. `inside`, `child`: their tags. */
  'live/bare-text': {
    readonly transport: 'ws' | 'sse';
    readonly inside: string;
    readonly child: string;
    readonly data: string;
  };
  /**
   * All that comes for one place has `shown`: a placeholder as in a source, or what JavaScript or Python makes of a value that is not there. `missing`:
   * `undefined`. `not-a-number`: `NaN`.
   */
  'live/unfilled': {
    readonly transport: 'ws' | 'sse';
    readonly kind:
      | 'placeholder'
      | 'object'
      | 'promise'
      | 'coroutine'
      | 'generator'
      | 'function'
      | 'missing'
      | 'not-a-number';
    readonly shown: string;
  };
  /** `page`: host and port of the page. */
  'live/hard-coded-host': WrittenAddress & { readonly page: string };
  'live/mixed-content': WrittenAddress;
  /**
   * htmx 4 alone. `attribute`: of the element that waits. `because`: `Passed`. `meant`: its `from`, where it has no quotes. `from`: a selector of the element that
   * connects; '': it has no id. `connector`: its tag.
   */
  'live/event-passes': {
    readonly event: string;
    readonly attribute: string;
    readonly value: string;
    readonly tag: string;
    readonly because: 'below' | 'unquoted';
    readonly meant?: string;
    readonly from: string;
    readonly connector: string;
  };
  /** `origin`: of the page. `status`: of the answer to a handshake, where the browser says it. `mode`: of the requests of htmx 4. */
  'live/other-origin': {
    readonly transport: 'ws' | 'sse';
    readonly attribute: string;
    readonly value: string;
    readonly url: string;
    readonly origin: string;
    readonly status?: number;
    readonly mode?: 'same-origin' | 'cors';
  };
}
