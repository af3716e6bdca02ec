import type { InstrumentPort } from './protocol.ts';
import type { PageView } from './instrument.ts';

/**
 * Records text that changes in the page, once for each element and turn, from the end of parsing on.
 * Self-contained: its source text runs inside the page.
 */
export function watchText(view: PageView, port: InstrumentPort, watched: readonly string[]): void {
  const document = view.document;
  const known = new WeakMap<Element, string>();
  const special = (element: Element): string | undefined => {
    const attributes = element.getAttributeNames();
    return (
      attributes.find((name) => /^(?:data-)?(?:ws|sse)-/.test(name)) ??
      attributes.find((name) => /^(?:data-)?hx-/.test(name))
    );
  };
  const named = (element: Element): boolean => element.id !== '' || special(element) !== undefined;
  const textOf = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 400);

  /** The nearest element that a reader can recognise. */
  const owner = (node: Node): Element => {
    let element = node instanceof view.Element ? node : node.parentElement;
    while (element !== null && !named(element)) element = element.parentElement;
    return element ?? document.body ?? document.documentElement;
  };
  const label = (element: Element): string => {
    if (element.id !== '') return `${element.localName}#${element.id}`;
    const attribute = special(element);
    return attribute === undefined ? element.localName : `${element.localName}[${attribute}]`;
  };
  const within = (element: Element): string[] =>
    watched.filter((selector) => {
      try {
        return element.closest(selector) !== null;
      } catch {
        return false;
      }
    });
  const report = (element: Element): void => {
    const text = textOf(element);
    if (known.get(element) === text) return;
    known.set(element, text);
    port.emit({ type: 'text', element: label(element), within: within(element), text });
  };
  const observer = new view.MutationObserver((mutations) => {
    const touched = new Set<Element>();
    for (const mutation of mutations) {
      // A swap that replaces an element changes its parent; the element that is new says more.
      for (const added of mutation.addedNodes) if (added instanceof view.Element && named(added)) touched.add(added);
      touched.add(owner(mutation.target));
    }
    for (const element of touched) if (element.isConnected) report(element);
  });
  document.addEventListener(
    'DOMContentLoaded',
    () => {
      for (const element of document.querySelectorAll('*')) if (named(element)) known.set(element, textOf(element));
      if (document.body !== null) known.set(document.body, textOf(document.body));
      observer.observe(document, { subtree: true, childList: true, characterData: true });
    },
    { once: true },
  );
}
