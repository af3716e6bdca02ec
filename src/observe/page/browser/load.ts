import type { BrowserContext, Page, Response } from 'playwright-core';
import type { Credentials } from '../../../model/credentials.ts';
import type { PageFailure, PageView } from '../../../model/page.ts';
import type { RecordBody } from '../record-body.ts';
import type { TabLog } from '../tab-log.ts';
import type { WatchOptions } from '../watch-options.ts';
import { isHtml, notHtml } from '../web-rules/html-type.ts';
import { sendHeaders } from './credentials.ts';
import { initScript } from './instruments.ts';
import type { BrowserNetwork } from './network.ts';

/** The property of `window` that holds the tutor's agent. */
export const AGENT_KEY = '__pageAgent';
const BINDING = '__pageRecord';

export interface LoadOptions {
  readonly url: string;
  readonly deadlineMs: number;
  readonly watch: WatchOptions;
  readonly log: TabLog;
  readonly network: BrowserNetwork;
  readonly credentials: Credentials | undefined;
}

/** Opens a page with the instruments in it and waits for its load event. */
export async function loadPage(
  context: BrowserContext,
  options: LoadOptions,
): Promise<{ readonly page: Page; readonly document: PageView['document'] } | PageFailure> {
  const { log, network } = options;
  await context.exposeBinding(BINDING, (_source, at: number, body: RecordBody) => log.add(at, network.complete(body)));
  const content = await initScript({ ...options.watch, binding: BINDING, agentKey: AGENT_KEY });
  await context.addInitScript({ content });
  const page = await context.newPage();
  followPage(context, page, options);
  await network.watch(page);
  if (options.credentials !== undefined) await sendHeaders(context, page, options.credentials);
  let response: Response | null;
  let contentType = '';
  // A download has no response of its own: its type is seen as it comes by.
  page.on('response', (seen) => {
    if (seen.request().isNavigationRequest() && seen.frame() === page.mainFrame())
      contentType = seen.headers()['content-type'] ?? '';
  });
  try {
    response = await page.goto(options.url, { waitUntil: 'load', timeout: options.deadlineMs });
  } catch (error) {
    return failureOf(error, { deadlineMs: options.deadlineMs, contentType });
  }
  if (response === null) return unreachable('the browser has no answer');
  const headers = await response.allHeaders();
  const html = await response.text();
  contentType = headers['content-type'] ?? '';
  if (response.status() < 400 && !isHtml(contentType, html)) return notHtml(contentType);
  return { page, document: { status: response.status(), headers, html } };
}

/** Answers what would block the page, and records what only the browser reports. */
function followPage(context: BrowserContext, page: Page, { log, network }: LoadOptions): void {
  context.on('page', (popup) => {
    log.add(epochNow(), { type: 'navigated', url: popup.url() });
    void popup.close().catch(() => undefined);
  });
  page.on(
    'dialog',
    (dialog) => void (dialog.type() === 'confirm' ? dialog.accept() : dialog.dismiss()).catch(() => undefined),
  );
  page.on('crash', () => log.fail(CRASHED));
  page.on('close', () => log.fail({ reason: 'engine-died', error: 'the page is closed' }));
  page.on('console', (message) => {
    // The page's own messages are recorded in the page; these are the browser's. A resource that failed already has a record.
    if (
      message.args().length > 0 ||
      message.text() === '' ||
      message.text().startsWith('Failed to load resource') ||
      network.isOwnDoing(message.text())
    )
      return;
    const level = message.type() === 'warning' ? 'warn' : message.type();
    if (level === 'error' || level === 'warn' || level === 'info')
      log.add(epochNow(), { type: 'console', level, text: message.text() });
  });
}

/** A page crashes when it has no memory left. */
const CRASHED: PageFailure = { reason: 'out-of-memory' };

function failureOf(
  error: unknown,
  { deadlineMs, contentType }: { readonly deadlineMs: number; readonly contentType: string },
): PageFailure {
  if (error instanceof Error && error.name === 'TimeoutError')
    return { reason: 'hung', during: 'load', ms: deadlineMs };
  const message = firstLine(error);
  if (message.includes('Page crashed')) return CRASHED;
  if (message.includes('Download is starting')) return notHtml(contentType);
  if (message.includes('net::')) return unreachable(/net::\w+/.exec(message)?.[0] ?? message);
  return { reason: 'engine-died', error: message };
}

/** @param error as Chromium names it: `net::ERR_CONNECTION_REFUSED` */
function unreachable(error: string): PageFailure {
  if (error === 'net::ERR_CONNECTION_REFUSED') return { reason: 'unreachable', failure: { reason: 'refused' } };
  return { reason: 'unreachable', failure: { reason: 'broken', error } };
}

/** The first line of Playwright's message; the rest is its call log. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

/** Milliseconds since the epoch, as precise as the page's own clock. */
export function epochNow(): number {
  return performance.timeOrigin + performance.now();
}
