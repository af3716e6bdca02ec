import type { PageSnapshot } from '../../../model/page.ts';
import { isObject } from './values.ts';
import type { PageWindow } from './page-window.ts';

interface Htmx {
  readonly version?: unknown;
  readonly config?: unknown;
  defineExtension(
    name: string,
    extension: { init(api: { withExtensions(element: Element, each: () => void): void }): void },
  ): void;
  removeExtension(name: string): void;
}

/** The page's htmx, if it has one. */
export function htmxNow(view: PageWindow): PageSnapshot['htmx'] {
  const htmx: unknown = Reflect.get(view, 'htmx');
  if ((typeof htmx !== 'object' && typeof htmx !== 'function') || htmx === null) return undefined;
  const found = htmx as Htmx;
  const delay: unknown = isObject(found.config) ? found.config['wsReconnectDelay'] : undefined;
  return {
    version: String(found.version ?? ''),
    extensions: extensionsOf(view.document, found),
    ...(delay === undefined
      ? {}
      : { reconnectDelay: typeof delay === 'function' ? 'function' : JSON.stringify(delay) }),
  };
}

/** htmx keeps its extensions private; its internal API, which every extension receives, shows which names it knows. */
function extensionsOf(document: Document, htmx: Htmx): readonly string[] {
  const names = namesToAsk(document);
  const found: string[] = [];
  try {
    htmx.defineExtension('tutor-probe', {
      init(api) {
        for (const name of names) {
          const element = document.createElement('div');
          element.setAttribute('hx-ext', name);
          let known = false;
          api.withExtensions(element, () => void (known = true));
          if (known) found.push(name);
        }
      },
    });
    htmx.removeExtension('tutor-probe');
  } catch {
    // Another major version, which has no such extensions.
  }
  return found;
}

function namesToAsk(document: Document): ReadonlySet<string> {
  const names = new Set(['ws', 'sse']);
  for (const element of document.querySelectorAll('[hx-ext],[data-hx-ext]')) {
    for (const name of (element.getAttribute('hx-ext') ?? element.getAttribute('data-hx-ext') ?? '').split(','))
      names.add(name.trim().replace(/^ignore:/, ''));
  }
  return names;
}
