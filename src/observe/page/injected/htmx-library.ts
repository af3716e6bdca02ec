import type { PageSnapshot, ShadowElement } from '../../../model/page.ts';
import { allOf, rowOf } from './elements.ts';
import type { ElementList } from './elements.ts';
import { isObject } from './values.ts';
import type { PageWindow } from './page-window.ts';

interface Htmx {
  readonly version?: unknown;
  readonly config?: unknown;
  defineExtension(
    name: string,
    extension: { init(api: { withExtensions(element: Element, each: (extension: unknown) => void): void }): void },
  ): void;
  removeExtension(name: string): void;
}

/** The page's htmx, if it has one. */
export function htmxNow(view: PageWindow): PageSnapshot['htmx'] {
  const htmx: unknown = Reflect.get(view, 'htmx');
  if ((typeof htmx !== 'object' && typeof htmx !== 'function') || htmx === null) return undefined;
  const found = htmx as Htmx;
  const delay: unknown = isObject(found.config) ? found.config['wsReconnectDelay'] : undefined;
  const extensions = extensionsOf(view.document, found);
  const selecting = [...extensions].flatMap(([name, extension]) =>
    isObject(extension) && typeof extension['getSelectors'] === 'function' ? [name] : [],
  );
  return {
    version: String(found.version ?? ''),
    extensions: [...extensions.keys()],
    ...(selecting.length === 0 ? {} : { selecting }),
    ...(delay === undefined
      ? {}
      : { reconnectDelay: typeof delay === 'function' ? 'function' : JSON.stringify(delay) }),
    ...inheritsNow(view),
  };
}

/** Whether the htmx of the page has \`implicitInheritance\` now: its extension \`htmx-2-compat\` sets it, too. */
export function inheritsNow(view: PageWindow): { readonly inherits?: 'all' } {
  const htmx: unknown = Reflect.get(view, 'htmx');
  const config = isObject(htmx) ? htmx['config'] : undefined;
  return isObject(config) && config['implicitInheritance'] === true ? { inherits: 'all' } : {};
}

/** htmx keeps its extensions private; its internal API, which every extension receives, shows which names it knows. */
function extensionsOf(document: Document, htmx: Htmx): ReadonlyMap<string, unknown> {
  const names = namesToAsk(document);
  const found = new Map<string, unknown>();
  try {
    htmx.defineExtension('tutor-probe', {
      init(api) {
        for (const name of names) {
          const element = document.createElement('div');
          element.setAttribute('hx-ext', name);
          api.withExtensions(element, (extension) => void found.set(name, extension));
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

const ACTED_ON =
  /^(?:data-)?(?:hx-(?:get|post|put|patch|delete)|(?:ws|sse)-(?:connect|send|swap)|hx-(?:ws|sse)(?::(?:connect|send))?)$/;
/** What htmx leaves alone, and what it is about to set up: it does so up to 20 ms after a swap (htmx 2, `settleDelay`). */
const LEFT_ALONE =
  '[hx-disable],[data-hx-disable],[hx-ignore],[data-hx-ignore],.htmx-added,.htmx-swapping,.htmx-settling,.htmx-request';

/**
 * Listed elements with an attribute that htmx acts on, for which it keeps no data of its own: nobody has told it of them
 * (`getInternalData` of htmx 1 and 2, `_htmx` of htmx 4).
 */
export function notSetUpNow(view: PageWindow, { indices }: ElementList): Pick<PageSnapshot, 'notSetUp'> {
  if (!Reflect.has(view, 'htmx')) return {};
  const found: number[] = [];
  const isOld = LISTENS_ONCE.test(htmxNow(view)?.version ?? '');
  for (const [element, index] of indices)
    if (
      (!isKnown(element) || (isOld && !isHeard(element))) &&
      isActedOn(element) &&
      element.closest(LEFT_ALONE) === null
    )
      found.push(index);
  return found.length === 0 ? {} : { notSetUp: found };
}

/** Until 1.9.9 the sse extension looks for what listens only when it opens the stream, and keeps its listener with the element that connects. */
const LISTENS_ONCE = /^1\.(?:[0-8]\.|9\.\d$)/;

/** Whether the sse extension keeps a listener with the element, or need not. */
function isHeard(element: Element): boolean {
  if (!element.hasAttribute('sse-swap') && !element.hasAttribute('data-sse-swap')) return true;
  const data: unknown = Reflect.get(element, 'htmx-internal-data');
  return isObject(data) && data['sseEventListener'] !== undefined;
}

function isKnown(element: Element): boolean {
  return Reflect.has(element, 'htmx-internal-data') || Reflect.has(element, '_htmx');
}

function isActedOn(element: Element): boolean {
  return element.getAttributeNames().some((name) => ACTED_ON.test(name));
}

const MOST_IN_SHADOW = 50;

/** The same in shadow roots, set up or not: a document lists none of them, and htmx does not look there by itself. Closed ones cannot be seen. */
export function inShadowRootsNow(view: PageWindow): Pick<PageSnapshot, 'inShadowRoots'> {
  if (!Reflect.has(view, 'htmx')) return {};
  const found: ShadowElement[] = [];
  const roots = rootsIn(allOf(view.document));
  for (const root of roots) {
    const all = [...root.querySelectorAll('*')];
    roots.push(...rootsIn(all));
    for (const element of all)
      if (isActedOn(element) && found.length < MOST_IN_SHADOW && element.closest(LEFT_ALONE) === null) {
        const { tag, attributes } = rowOf(element);
        found.push({ tag, attributes, host: root.host.localName, setUp: isKnown(element) });
      }
  }
  return found.length === 0 ? {} : { inShadowRoots: found };
}

function rootsIn(elements: readonly Element[]): ShadowRoot[] {
  return elements.flatMap(({ shadowRoot }) => shadowRoot ?? []);
}
