/** htmx and its extensions: whether they are there, fit together, and are enabled. */
export interface HtmxFacts {
  'htmx/missing': { readonly scripts: readonly string[] };
  'htmx/wrong-version': { readonly version: string };
  'htmx/extension-before-core': { readonly script: string };
  'htmx/extension-script-missing': { readonly extension: 'ws' | 'sse' };
  /**
   * `value`: the `hx-ext` nearest to the element, on itself or around it; undefined: there is none. `elsewhere`: tag of an element that
   * enables the extension and does not contain this one.
   */
  'htmx/extension-not-enabled': {
    readonly extension: 'ws' | 'sse';
    readonly value: string | undefined;
    readonly elsewhere: string | undefined;
  };
  'htmx/old-extension': { readonly script: string };
  'htmx/old-syntax': { readonly attribute: string; readonly value: string };
  'htmx/other-version-syntax': { readonly attribute: string; readonly use: string };
  'htmx/unknown-attribute': { readonly attribute: string; readonly value: string; readonly use: string };
}
