/** `window.htmx` of a page. */
export interface PageHtmx {
  readonly version: string;
  /** Names of the extensions that were defined. */
  readonly extensions: readonly string[];
  /** Those of them that name the elements which htmx 2 shows them, `getSelectors`; in htmx 2 all do. Absent: none. */
  readonly selecting?: readonly string[];
  /** `htmx.config.wsReconnectDelay` as JSON, or `function`; absent: it is not set. */
  readonly reconnectDelay?: string;
  /** htmx 4: `htmx.config.implicitInheritance` is set, by the page or by an extension; absent: it is not. */
  readonly inherits?: 'all';
}
