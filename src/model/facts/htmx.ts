/** htmx and its extensions: whether they are there, fit together, and are enabled. */
export interface HtmxFacts {
  /** `frame`: the address of a page that this one shows in a frame. */
  'htmx/missing': { readonly scripts: readonly string[]; readonly frame?: string };
  /** `by`: the address of the script has no version, so its host sends the newest. */
  'htmx/wrong-version': { readonly version: string; readonly by?: 'newest' };
  /** `core`: the script of htmx is a module, whose variables no other script sees; or it is loaded once more after the extension. */
  'htmx/extension-before-core': { readonly script: string; readonly core?: 'module' | 'twice' };
  'htmx/extension-script-missing': { readonly extension: 'ws' | 'sse' };
  /**
   * `value`: the `hx-ext` nearest to the element, on itself or around it; undefined: there is none. `elsewhere`: tag of an element that
   * enables the extension and does not contain this one. `ignored`: of a second `hx-ext` in the same tag, which HTML drops.
   */
  'htmx/extension-not-enabled': {
    readonly extension: 'ws' | 'sse';
    readonly value: string | undefined;
    readonly elsewhere: string | undefined;
    readonly ignored?: string;
  };
  /** `repaired`: the JSON that was meant; undefined: it cannot be told. */
  'htmx/bad-json': { readonly attribute: string; readonly value: string; readonly repaired: string | undefined };
  /** `htmx.config.wsReconnectDelay` is neither a function nor "full-jitter". `value`: as JSON. */
  'htmx/reconnect-delay': { readonly value: string };
  'htmx/old-extension': { readonly script: string };
  'htmx/old-syntax': { readonly attribute: string; readonly value: string };
  'htmx/other-version-syntax': { readonly attribute: string; readonly use: string };
  'htmx/unknown-attribute': { readonly attribute: string; readonly value: string; readonly use: string };
}
