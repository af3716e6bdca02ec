/** htmx and its extensions: whether they are there, fit together, and are enabled. */
export interface HtmxFacts {
  /** `frame`: the address of a page that this one shows in a frame. */
  'htmx/missing': { readonly scripts: readonly string[]; readonly frame?: string };
  /**
   * `by`: the address of the script has no version, so its host sends the newest; or the extension is one of htmx 1 or 4, and htmx is not;
   * `extension-2`: the sse extension is that of htmx 2, in htmx 1.
   */
  'htmx/wrong-version': {
    readonly version: string;
    readonly by?: 'newest' | 'extension-1' | 'extension-2' | 'extension-4';
    /** The major whose attributes the page has, where they are of one alone. */
    readonly written?: 1 | 2 | 4;
  };
  /** `core`: the script of htmx is a module, whose variables no other script sees; or it is loaded once more after the extension. */
  'htmx/extension-before-core': { readonly script: string; readonly core?: 'module' | 'twice' };
  /** `attribute`: the one that connects. `by`: why htmx (`of: 'core'`) or the script of the extension runs when it does. htmx 4 alone. */
  'htmx/extension-late': {
    readonly script: string;
    readonly attribute: string;
    readonly of: 'core' | 'extension';
    readonly by: 'defer' | 'async' | 'module';
  };
  /** `major`: of the htmx that the page runs; absent: 2. `newest`: its address has no version, so its host sends the newest. */
  'htmx/extension-script-missing': {
    readonly extension: 'ws' | 'sse';
    readonly major?: 1 | 4;
    readonly newest?: 'yes';
  };
  /**
   * `value`: the `hx-ext` nearest to the element, on itself or around it; undefined: there is none. `elsewhere`: tag of an element that
   * enables the extension and does not contain this one. `ignored`: of a second `hx-ext` in the same tag, which HTML drops. `allowed`: the
   * only extensions that the configuration of the page lets htmx 4 register.
   */
  'htmx/extension-not-enabled': {
    readonly extension: 'ws' | 'sse';
    readonly value: string | undefined;
    readonly elsewhere: string | undefined;
    readonly ignored?: string;
    readonly allowed?: string;
  };
  /** `repaired`: the JSON that was meant; undefined: it cannot be told. */
  'htmx/bad-json': { readonly attribute: string; readonly value: string; readonly repaired: string | undefined };
  /** `htmx.config.wsReconnectDelay` is neither a function nor "full-jitter". `value`: as JSON. */
  'htmx/reconnect-delay': { readonly value: string };
  /** A form of the alphas and betas of htmx 4. `member`: of a message in JSON. `use`: what 4.0 has instead; '': nothing. */
  'htmx/beta-form': {
    readonly kind: 'version' | 'event' | 'member';
    readonly found: string;
    readonly use: string;
  };
  /**
   * A script on another host whose address has no version. `file`: an extension that htmx.org 1 and 2 alone have, or one of htmx 4 beside a
   * htmx whose version does not change with it; absent: htmx itself. `use`: what to load instead; '': nothing that is known.
   */
  'htmx/no-version': { readonly src: string; readonly file?: 'gone' | 'extension-4'; readonly use: string };
  'htmx/old-extension': { readonly script: string };
  /** `major`: of the htmx that the page runs; absent: 2. `newest`: its address has no version, so its host sends the newest. */
  'htmx/old-syntax': {
    readonly attribute: string;
    readonly value: string;
    readonly major?: 1 | 4;
    readonly newest?: 'yes';
  };
  /** As for `htmx/old-syntax`. `use`: the attribute of that htmx; '': it has none. */
  'htmx/other-version-syntax': {
    readonly attribute: string;
    readonly use: string;
    readonly major?: 1 | 4;
    readonly newest?: 'yes';
  };
  /** `major`: as for `htmx/old-syntax`. */
  'htmx/unknown-attribute': {
    readonly major?: 1 | 4;
    readonly attribute: string;
    readonly value: string;
    readonly use: string;
  };
  /**
   * A message or an event is swapped by a style that htmx does not know. `attribute`: that has it. `meant`: the style that it was meant to be; absent: it
   * cannot be told. `extension`: the one that would know it. `major`: absent: htmx 1 or 2, which take `innerHTML`.
   */
  'htmx/unknown-style': {
    readonly style: string;
    readonly attribute: string;
    readonly meant?: string;
    readonly extension?: 'morph';
    readonly major?: 4;
  };
  /**
   * A handler in an attribute. `why`: the name is in the value, as in htmx 1; HTML has made small letters of its capital ones; or it waits for an event of a
   * request, on an element that sends over a WebSocket; or of a swap, in a page that gets WebSocket messages alone. `attribute`: or the event, in a script.
   * `use`: the one that is called. `tag`: '': it is in a script.
   */
  'htmx/handler-never-called': {
    readonly tag: string;
    readonly attribute: string;
    readonly why: 'value-of-1' | 'small-letters' | 'no-request' | 'no-swap';
    readonly use: string;
  };
}
