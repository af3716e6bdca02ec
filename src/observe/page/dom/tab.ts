// Import this first: it must change jsdom's navigation before jsdom loads it.
import { NAVIGATED } from './navigation.ts';
import { followParser } from './parsing.ts';
import { JSDOM, VirtualConsole, CookieJar } from 'jsdom';
import type { Cookie, Credentials } from '../../../model/credentials.ts';
import type { Clicked, PageFailure, PageSnapshot, PageView, SendOutcome } from '../../../model/page.ts';
import { withinDeadline } from '../../../model/waiting.ts';
import { ContentSecurity } from '../web-rules/content-security.ts';
import { userAgent, type TabContext } from './context.ts';
import { loadDocument, type LoadedDocument } from './document.ts';
import { addEventSource } from './event-source.ts';
import { guardEvaluation } from './evaluation.ts';
import { addFetch } from './fetch.ts';
import { addPolyfills } from './polyfills.ts';
import { tabConnections } from './request.ts';
import { PageLoader } from './resources.ts';
import { obeyPolicies } from './policy.ts';
import { styleOf } from './styles.ts';
import { completeSockets, type SocketFailures } from './sockets.ts';
import { typeAndSubmit } from './typing.ts';
import { instrument } from '../injected/index.ts';
import type { WatchOptions } from '../watch-options.ts';
import type { PageWindow } from '../injected/page-window.ts';
import type { TextSeen } from '../injected/text-wait.ts';
import { withAnswers } from '../snapshot.ts';
import type { FindSubstitute, PackageFolders } from '../substitute.ts';
import { mayReach } from '../web-rules/hosts.ts';
import type { PageAgent } from '../injected/agent.ts';
import type { RecordBody } from '../record-body.ts';

export interface DomTabOptions {
  readonly url: string;
  readonly deadlineMs: number;
  readonly watch: WatchOptions;
  /** Its cookies; the host adds its headers. */
  readonly credentials?: Credentials;
  /** `at` in milliseconds since the epoch. */
  readonly write: (at: number, body: RecordBody) => void;
  readonly failures: SocketFailures;
  readonly substitute: FindSubstitute;
  readonly packages: PackageFolders;
  /** Called with the page's host name once it is known where the page comes from. */
  readonly allowHost: (hostname: string) => void;
  /** Called before the page has loaded: from then on it can be closed and receives rejections. */
  readonly onTab: (tab: DomTab) => void;
}

/** One page in jsdom, with everything that it keeps open. */
export class DomTab {
  readonly #dom: JSDOM;
  readonly #agent: PageAgent;
  readonly #context: TabContext;
  readonly #closing: AbortController;
  readonly #jar: CookieJar;
  readonly document: PageView['document'];

  private constructor(parts: {
    readonly dom: JSDOM;
    readonly agent: PageAgent;
    readonly context: TabContext;
    readonly closing: AbortController;
    readonly document: PageView['document'];
    readonly jar: CookieJar;
  }) {
    this.#jar = parts.jar;
    this.#dom = parts.dom;
    this.#agent = parts.agent;
    this.#context = parts.context;
    this.#closing = parts.closing;
    this.document = parts.document;
  }

  /** Loads the document, runs its scripts and waits for its load event. */
  static async open(options: DomTabOptions): Promise<DomTab | PageFailure> {
    const closing = new AbortController();
    const jar = new CookieJar();
    for (const { name, value } of options.credentials?.cookies ?? [])
      jar.setCookieSync(`${name}=${value}; Path=/`, `${options.credentials?.origin ?? ''}/`, { ignoreError: true });
    const started = performance.now();
    const loaded = await loadDocument(options.url, { jar, deadlineMs: options.deadlineMs, allow: options.allowHost });
    if ('reason' in loaded) return loaded;
    const url = new URL(loaded.url);
    const write = (at: number, body: RecordBody): void => {
      if (!closing.signal.aborted) options.write(at, complete(body, context));
    };
    const context: TabContext = {
      url,
      jar,
      policy: new ContentSecurity(url, loaded.headers['content-security-policy']),
      connections: tabConnections(),
      allows: (asked) => mayReach(asked.hostname, url.hostname),
      signal: closing.signal,
      emit: (body) => write(performance.timeOrigin + performance.now(), body),
      answers: new Map(),
      substitute: options.substitute,
      packages: options.packages,
    };
    const made = build(loaded, { context, write, jar, failures: options.failures, watch: options.watch });
    const document = { status: loaded.status, headers: loaded.headers, html: loaded.html };
    const tab = new DomTab({ dom: made.dom, agent: made.agent(), context, closing, document, jar });
    options.onTab(tab);
    const left = options.deadlineMs - (performance.now() - started);
    if ((await withinDeadline(made.load, left)) === undefined) {
      tab.close();
      return { reason: 'hung', during: 'load', ms: options.deadlineMs };
    }
    reportGaps(context, tab.#view);
    return tab;
  }

  get #view(): PageWindow {
    return this.#dom.window as unknown as PageWindow;
  }

  snapshot(): PageSnapshot {
    return withAnswers(this.#agent.snapshot(), this.#context.answers);
  }

  send(text: string, field: string | undefined): Promise<SendOutcome> {
    return typeAndSubmit(this.#view, this.#agent, { text, field });
  }

  untilText(selector: string, text: string, deadlineMs: number): Promise<TextSeen> {
    return this.#agent.untilText(selector, text, deadlineMs);
  }

  count(selector: string): number {
    return this.#agent.count(selector);
  }

  click(selector: string): Clicked {
    return this.#agent.click(selector);
  }

  cookies(url?: string): readonly Cookie[] {
    if (url !== undefined) return this.#jar.getCookiesSync(url).map(({ key, value }) => ({ name: key, value }));
    const all = this.#jar.serializeSync()?.cookies ?? [];
    return all.map(({ key, value }) => ({ name: String(key), value: String(value) }));
  }

  fixRandom(value: number | undefined): void {
    this.#agent.fixRandom(value);
  }

  /** An unhandled rejection in this page; false: it comes from another page. */
  rejected(reason: unknown, promise: Promise<unknown>): boolean {
    const view = this.#view;
    if (!(reason instanceof view.Error || promise instanceof view.Promise)) return false;
    view.dispatchEvent(Object.assign(new view.Event('unhandledrejection'), { reason, promise }));
    return true;
  }

  /** Closes its sockets (1001) and streams, and stops its timers. */
  close(): void {
    this.#closing.abort();
    this.#dom.window.close();
  }
}

function build(
  loaded: LoadedDocument,
  tab: {
    readonly context: TabContext;
    readonly write: DomTabOptions['write'];
    readonly jar: CookieJar;
    readonly failures: SocketFailures;
    readonly watch: WatchOptions;
  },
): { readonly dom: JSDOM; readonly agent: () => PageAgent; readonly load: Promise<void> } {
  const { context } = tab;
  const virtualConsole = new VirtualConsole();
  virtualConsole.on('jsdomError', (error) => {
    const said = error.message;
    if (said.startsWith('Not implemented: '))
      context.emit({ type: 'engine-gap', what: said.slice('Not implemented: '.length) });
  });
  let agent: PageAgent | undefined;
  let loadedNow = (): void => undefined;
  const load = new Promise<void>((resolve) => (loadedNow = resolve));
  const dom = new JSDOM(loaded.body, {
    url: loaded.url,
    contentType: loaded.contentType,
    cookieJar: tab.jar,
    resources: new PageLoader(context),
    runScripts: 'dangerously',
    pretendToBeVisual: true,
    includeNodeLocations: true,
    virtualConsole,
    beforeParse(window) {
      const view = window as unknown as PageWindow;
      Object.defineProperty(view, NAVIGATED, { value: (url: string) => context.emit({ type: 'navigated', url }) });
      Object.defineProperty(view.navigator, 'userAgent', { value: userAgent, configurable: true });
      addPolyfills(view);
      addFetch(view, context);
      addEventSource(view, context);
      completeSockets(view, context, tab.failures);
      obeyPolicies(view, context);
      if (/content-security-policy/i.test(loaded.html) || context.policy.exists) guardEvaluation(view, context);
      followParser(view, loaded.html);
      agent = instrument(view, tab.write, tab.watch, styleOf);
      view.addEventListener('load', () => loadedNow(), { once: true });
    },
  });
  return {
    dom,
    load,
    agent() {
      if (agent === undefined) throw new Error('jsdom did not call beforeParse');
      return agent;
    },
  };
}

function complete(body: RecordBody, context: TabContext): RecordBody {
  return body.type === 'load-failed'
    ? { ...body, failure: context.answers.get(body.url)?.failure ?? body.failure }
    : body;
}

/** What jsdom silently ignores and a browser does not. */
function reportGaps(context: TabContext, view: PageWindow): void {
  const types = [...view.document.querySelectorAll('script')].map((script) =>
    // A script inside an SVG image is an element without this property.
    (script.getAttribute('type') ?? '').trim().toLowerCase(),
  );
  if (types.includes('module')) context.emit({ type: 'engine-gap', what: 'module scripts do not run here' });
  if (context.policy.rulesTrustedTypes)
    context.emit({ type: 'engine-gap', what: 'Trusted Types are not enforced here' });
  if (view.document.querySelector('template[shadowrootmode]') !== null)
    context.emit({ type: 'engine-gap', what: 'shadow roots in markup are not made here' });
  if (types.includes('importmap')) context.emit({ type: 'engine-gap', what: 'import maps are not read here' });
}
