import jsdomPackage from 'jsdom/package.json' with { type: 'json' };
import type { PageFailure } from '../../../model/page.ts';
import { submitForms } from './forms.ts';
import { guardNetwork } from './network-guard.ts';
import { noteSocketFailures } from './sockets.ts';
import { DomTab } from './tab.ts';
import { watchParent } from './host-watchdog.ts';
import type { FromHost, HostRequest, ToHost } from '../injected/protocol.ts';

// The page host: a child process that runs pages in jsdom, so that a page with an endless loop or a hunger for memory ends this
// process and not the tutor.

const reachable = guardNetwork();
const failures = noteSocketFailures();
const tabs = new Map<number, DomTab>();
submitForms();

function tell(message: FromHost): void {
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}

async function answer(request: HostRequest): Promise<unknown> {
  if (request.command === 'open') {
    const tab = await DomTab.open({
      url: request.params.url,
      deadlineMs: request.params.deadlineMs,
      watched: request.params.watched,
      write: (at, body) => tell({ type: 'record', tab: request.tab, at, body }),
      failures,
      allowHost: (hostname) => void reachable.add(hostname.replace(/^\[|\]$/g, '')),
      onTab: (opened) => void tabs.set(request.tab, opened),
    });
    if (!(tab instanceof DomTab)) {
      tabs.delete(request.tab);
      throw new Failed(tab);
    }
    return tab.document;
  }
  const tab = tabs.get(request.tab);
  if (tab === undefined) throw new Failed({ reason: 'engine-died', message: 'the page is closed' });
  switch (request.command) {
    case 'snapshot':
      return tab.snapshot();
    case 'send':
      return tab.send(request.params.text, request.params.field);
    case 'untilText':
      return tab.untilText(request.params.selector, request.params.text, request.params.deadlineMs);
    case 'count':
      return tab.count(request.params.selector);
    case 'fixRandom':
      tab.fixRandom(request.params.value);
      return null;
    case 'close':
      tabs.delete(request.tab);
      tab.close();
      return null;
  }
}

class Failed extends Error {
  readonly failure: PageFailure;

  constructor(failure: PageFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

process.on('message', (message: ToHost) => {
  if (message.command === 'ping') {
    tell({ type: 'pong' });
    return;
  }
  answer(message).then(
    (value) => tell({ type: 'reply', id: message.id, value }),
    (error: unknown) => {
      const failure: PageFailure =
        error instanceof Failed
          ? error.failure
          : { reason: 'engine-died', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      tell({ type: 'failed', id: message.id, failure });
    },
  );
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole terminal; the parent decides when this process ends.
process.on('SIGINT', () => undefined);
// Errors thrown in callbacks of a page (a listener of a socket, a stream) are the page's, and no reason to end the host.
process.on(
  'uncaughtException',
  (error) => void [...tabs.values()].some((tab) => tab.rejected(error, Promise.resolve())),
);
process.on(
  'unhandledRejection',
  (reason, promise) => void [...tabs.values()].some((tab) => tab.rejected(reason, promise)),
);

watchParent();
tell({ type: 'ready', version: jsdomPackage.version });
