/**
 * What is expected of a page and its server. A chapter sets all members; where one is missing, whatever the page itself declares
 * is right, and a rule that needs the member says nothing.
 */
export interface Contract {
  /** Path of the WebSocket endpoint: `/ws`. */
  readonly socketPath?: string;
  /** Path of the event stream. */
  readonly streamPath?: string;
  /** CSS selector of the element that messages are swapped into. */
  readonly target?: string;
  /** Name of the form field that carries a message. */
  readonly field?: string;
  /** Path of the page; where it is missing, `/`. */
  readonly pagePath?: string;
  /** Where a server of the chapter has the page, relative to its folder: `templates/index.html`. */
  readonly pageFile?: string;
  /** Milliseconds from one event of the stream to the next. */
  readonly intervalMs?: number;
}

/** Path of the page. */
export function pagePathOf({ pagePath = '/' }: Contract): string {
  return pagePath;
}
