import { randomUUID } from 'node:crypto';
import type { PageWindow } from '../injected/page-window.ts';
import { addMoveBefore, findIdsInOrder } from './tree-order.ts';

/** Adds to a jsdom window what htmx, its extensions and simple pages use and jsdom lacks. */
export function addPolyfills(view: PageWindow): void {
  addXPathDefaults(view);
  answerPrefixesFast(view);
  give(view, 'CSS', {});
  give(view.CSS, 'escape', escapeIdentifier);
  give(view.CSS, 'supports', () => true);
  nameControls(view);
  addObservers(view);
  addWindowFunctions(view);
  addElementFunctions(view);
  addGlobals(view);
  addDialogs(view);
  addMoveBefore(view);
  findIdsInOrder(view);
}

function give(target: object, name: string, value: unknown): void {
  if (!(name in target)) replace(target, name, value);
}

function replace(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
}

/** htmx calls it with only the node; without the defaults htmx throws at its start and nothing connects. */
function addXPathDefaults(view: PageWindow): void {
  const evaluate = view.XPathExpression.prototype.evaluate;
  view.XPathExpression.prototype.evaluate = function (
    this: XPathExpression,
    node: Node,
    type = 0,
    result: XPathResult | null = null,
  ) {
    return evaluate.call(this, node, type, result);
  };
}

/** The elements with an attribute whose name begins in one of several ways, as htmx looks for `hx-on` in each part of a page. */
const BY_PREFIX = /^\.?\/\/\*\[@\*\[(?:\s*(?:or\s*)?starts-with\(name\(\),\s*"[\w:-]+"\))+\s*\]\]$/u;

/** jsdom compares each element that it finds with all others: ten thousand paragraphs take it a minute. */
function answerPrefixesFast(view: PageWindow): void {
  const prefixes = new WeakMap<object, readonly string[]>();
  const { createExpression } = view.XPathEvaluator.prototype;
  view.XPathEvaluator.prototype.createExpression = function (this: XPathEvaluator, text, resolver) {
    const made = createExpression.call(this, text, resolver);
    if (BY_PREFIX.test(text)) prefixes.set(made, prefixesIn(text));
    return made;
  };
  const { evaluate } = view.XPathExpression.prototype;
  view.XPathExpression.prototype.evaluate = function (this: XPathExpression, node, ...rest) {
    const known = prefixes.get(this);
    const isIterated = rest[0] === undefined || rest[0] === 0;
    return known !== undefined && isIterated ? withPrefix(node, known) : evaluate.call(this, node, ...rest);
  };
  const { evaluate: evaluateText } = view.Document.prototype;
  view.Document.prototype.evaluate = function (this: Document, text, node, resolver, type, result) {
    return BY_PREFIX.test(text) && (type === undefined || type === 0)
      ? withPrefix(text.startsWith('.') ? node : this, prefixesIn(text))
      : evaluateText.call(this, text, node, resolver ?? null, type ?? 0, result ?? null);
  };
}

function prefixesIn(text: string): readonly string[] {
  return [...text.matchAll(/"([\w:-]+)"/gu)].map(([, prefix = '']) => prefix);
}

function withPrefix(node: Node, prefixes: readonly string[]): XPathResult {
  const inside = 'querySelectorAll' in node ? [...(node as ParentNode).querySelectorAll('*')] : [];
  const found = inside.filter((element) =>
    element.getAttributeNames().some((name) => prefixes.some((prefix) => name.startsWith(prefix))),
  );
  return { iterateNext: () => found.shift() ?? null } as unknown as XPathResult;
}

function addObservers(view: PageWindow): void {
  give(view, 'IntersectionObserver', intersectionObserver(view));
  give(
    view,
    'ResizeObserver',
    class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  );
  give(view, 'matchMedia', (media: string) => ({
    media,
    matches: false,
    onchange: null,
    addListener() {},
    removeListener() {},
    addEventListener() {},
    removeEventListener() {},
    dispatchEvent: () => false,
  }));
}

/** jsdom has them, but each call prints an error. */
function addWindowFunctions(view: PageWindow): void {
  for (const name of ['scrollTo', 'scroll', 'scrollBy', 'print', 'alert', 'focus', 'blur'])
    replace(view, name, () => undefined);
  replace(view, 'confirm', () => true);
  replace(view, 'prompt', () => null);
}

function addElementFunctions(view: PageWindow): void {
  const prototype = view.Element.prototype;
  for (const name of ['scrollIntoView', 'scrollTo', 'scroll', 'scrollBy']) give(prototype, name, () => undefined);
  give(prototype, 'animate', () => ({
    finished: Promise.resolve(),
    cancel() {},
    finish() {},
    addEventListener() {},
  }));
  give(prototype, 'getAnimations', () => []);
  give(prototype, 'checkVisibility', function (this: Element): boolean {
    return this.isConnected && isShown(this);
  });
  if ('innerText' in view.HTMLElement.prototype) return;
  Object.defineProperty(view.HTMLElement.prototype, 'innerText', {
    configurable: true,
    get(this: HTMLElement) {
      return this.textContent;
    },
    set(this: HTMLElement, text: string) {
      this.textContent = text;
    },
  });
}

function addGlobals(view: PageWindow): void {
  for (const [name, value] of Object.entries({
    structuredClone,
    TextEncoder,
    TextDecoder,
    queueMicrotask,
    requestIdleCallback: (run: () => void) => view.setTimeout(run, 0),
    cancelIdleCallback: (id: number) => view.clearTimeout(id),
  }))
    give(view, name, value);
  give(view.crypto, 'randomUUID', () => randomUUID());
}

function addDialogs(view: PageWindow): void {
  const prototype = view.HTMLDialogElement.prototype;
  const open = function (this: HTMLDialogElement): void {
    this.setAttribute('open', '');
  };
  give(prototype, 'show', open);
  give(prototype, 'showModal', open);
  give(prototype, 'close', function (this: HTMLDialogElement): void {
    if (!this.hasAttribute('open')) return;
    this.removeAttribute('open');
    this.dispatchEvent(new view.Event('close'));
  });
}

/** Judged only by attributes: jsdom's computed styles are slow. */
function isShown(element: Element): boolean {
  const style = element.getAttribute('style') ?? '';
  if (element.hasAttribute('hidden') || /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style))
    return false;
  return element.parentElement === null || isShown(element.parentElement);
}

/** Without a layout every element counts as visible, once, soon after it is observed. */
function intersectionObserver(view: PageWindow): unknown {
  return class {
    readonly #callback: (entries: readonly object[], observer: unknown) => void;

    constructor(callback: (entries: readonly object[], observer: unknown) => void) {
      this.#callback = callback;
    }

    observe(target: Element): void {
      view.setTimeout(() => this.#callback([{ target, isIntersecting: true, intersectionRatio: 1 }], this), 0);
    }

    unobserve(): void {}

    disconnect(): void {}

    takeRecords(): readonly object[] {
      return [];
    }
  };
}

/** CSSOM, "serialize an identifier". */
function escapeIdentifier(value: unknown): string {
  const text = String(value);
  let escaped = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const code = text.charCodeAt(index);
    const digitFirst = /\d/.test(character) && (index === 0 || (index === 1 && text.startsWith('-')));
    if (code === 0) escaped += '\uFFFD';
    else if (code < 0x20 || code === 0x7f || digitFirst) escaped += `\\${code.toString(16)} `;
    else if (text === '-') escaped += '\\-';
    else if (code >= 0x80 || /[\w-]/.test(character)) escaped += character;
    else escaped += `\\${character}`;
  }
  return escaped;
}

/**
 * `form.message` is the control of that name (HTML standard, HTMLFormElement's named properties), which jsdom lacks and pages use to empty
 * the field. A proxy is inserted below the form's own prototype; the prototypes themselves stay in the chain, so `instanceof` works.
 */
function nameControls(view: PageWindow): void {
  const forms = view.HTMLFormElement.prototype;
  const base: object = Object.create(view.HTMLElement.prototype);
  const named = new Proxy(base, {
    get(target, key, receiver) {
      if (typeof key !== 'string' || key in target || !(receiver instanceof view.HTMLFormElement))
        return Reflect.get(target, key, receiver);
      return receiver.elements.namedItem(key) ?? undefined;
    },
  });
  Object.setPrototypeOf(forms, named);
}
