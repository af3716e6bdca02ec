import type { Agent } from 'node:http';
import type { LoadFailure } from '../../../model/page.ts';
import type { RecordBody } from '../record-body.ts';
import type { ContentSecurity } from '../web-rules/content-security.ts';
import type { FindSubstitute, PackageFolders } from '../substitute.ts';
import type { Jar } from './request.ts';

/** What the parts of one jsdom tab share. */
export interface TabContext {
  /** The page's URL after redirects. */
  readonly url: URL;
  readonly jar: Jar;
  readonly policy: ContentSecurity;
  readonly allows: (url: URL) => boolean;
  /** See `tabConnections`. */
  readonly connections: Agent;
  /** Aborted when the tab closes. */
  readonly signal: AbortSignal;
  readonly substitute: FindSubstitute;
  readonly packages: PackageFolders;
  readonly emit: (body: RecordBody) => void;
  /** The answer to each script and style: absolute URL -> answer. */
  readonly answers: Map<
    string,
    { readonly status?: number; readonly contentType?: string; readonly failure?: LoadFailure }
  >;
}

export const userAgent = 'Mozilla/5.0 (htmx-realtime-tutor) AppleWebKit/537.36 (KHTML, like Gecko) jsdom';

/** Writes an error to the console where a browser itself would. */
export function complain(context: TabContext, text: string): void {
  context.emit({ type: 'console', level: 'error', text });
}

/** Chromium's message for what a policy refuses. */
export function refused(context: TabContext, what: string, directive: string): void {
  complain(
    context,
    `${what} violates the following Content Security Policy directive: "${directive}". The action has been blocked.`,
  );
}
