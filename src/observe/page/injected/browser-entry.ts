import type { RecordBody } from '../record-body.ts';
import type { WatchOptions } from '../watch-options.ts';
import { instrument } from './index.ts';
import type { PageWindow } from './page-window.ts';

export interface BrowserOptions extends WatchOptions {
  /** Name of a function of the page that takes (at, body). */
  readonly binding: string;
  /** Name of the property of `window` that receives the agent. */
  readonly agentKey: string;
}

/**
 * The entry point of the bundle that the browser engine puts into each document before its scripts: `dist/page-instruments.js`, see
 * scripts/build.mjs. Frames inside the page are not observed.
 */
export function start(view: PageWindow, options: BrowserOptions): void {
  if (view !== view.top) return;
  dropForeignDigests(view);
  const write = Reflect.get(view, options.binding) as (at: number, body: RecordBody) => void;
  const value = instrument(view, write, options);
  Object.defineProperty(view, options.agentKey, { value, configurable: true });
}

/** A CDN's script is replaced by the tutor's own copy, which may be another patch version, so its digest must not be checked. */
function dropForeignDigests(view: PageWindow): void {
  const { document } = view;
  new view.MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof view.HTMLScriptElement) || node.integrity === '') continue;
        if (new URL(node.src, document.baseURI).hostname !== view.location.hostname) node.removeAttribute('integrity');
      }
    }
  }).observe(document, { subtree: true, childList: true });
}
