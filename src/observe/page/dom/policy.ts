import accessors from 'jsdom/lib/jsdom/living/helpers/create-event-accessor.js';
import navigation from 'jsdom/lib/jsdom/living/window/navigation.js';
import utils from 'jsdom/lib/jsdom/living/generated/utils.js';
import whatwgUrl from 'whatwg-url';
import type { PageWindow } from '../injected/page-window.ts';
import type { PolicyQuestion } from '../web-rules/content-security.ts';
import { complain, type TabContext } from './context.ts';
import { asEngine, refuseEvaluation } from './evaluation.ts';

/** Makes a page obey its policies for inline scripts and handlers, and the policies in its own `<meta>` elements. */
export function obeyPolicies(view: PageWindow, context: TabContext): void {
  contexts.set(view.document, { view, context });
  guardInlineScripts(view);
  guardHandlers(view);
  watchMetaPolicies(view);
}

/** The nonce of a script, unless the element has swallowed another tag (CSP3, "Is element nonceable?"). */
export function nonceOf(element: Element): string {
  const swallowed = [...element.attributes].some(({ name, value }) => /<script|<style/i.test(`${name} ${value}`));
  return swallowed ? '' : (element.getAttribute('nonce') ?? '');
}

/** Whether the parser put the script into the page, and no other script (HTML standard, "parser document"). */
export function isParserInserted(element: Element): boolean {
  const kept: unknown = utils.implForWrapper(element);
  return kept instanceof Object && Reflect.get(kept, '_parserInserted') === true;
}

/** Whether a policy refuses what the page itself contains; the console says so in the words of Chromium. */
function refuses({ context }: Tab, what: string, question: PolicyQuestion): boolean {
  const directive = context.policy.refusal(question);
  if (directive !== undefined)
    complain(
      context,
      `${what} violates the following Content Security Policy directive '${directive}'. The action has been blocked.`,
    );
  return directive !== undefined;
}

interface Tab {
  readonly view: PageWindow;
  readonly context: TabContext;
}

// jsdom's implementation classes are shared by the process; each element finds its tab through its document.
const contexts = new WeakMap<object, Tab>();
const guarded = new WeakSet<object>();

type Method = (this: object, ...given: unknown[]) => unknown;

/** Replaces a method of jsdom's implementation of elements, once a process. */
function replaceMethod(prototype: unknown, name: string, make: (native: Method) => Method): void {
  if (!(prototype instanceof Object) || guarded.has(prototype)) return;
  guarded.add(prototype);
  const native: unknown = Reflect.get(prototype, name);
  if (typeof native === 'function') Reflect.set(prototype, name, make(native as Method));
}

/** jsdom's class of an element. */
function classOf(element: Element): unknown {
  return Object.getPrototypeOf(utils.implForWrapper(element));
}

/** The class from which jsdom's class of an element has a method. */
function ownerOf(name: string, of: unknown): unknown {
  return !(of instanceof Object) || Object.hasOwn(of, name) ? of : ownerOf(name, Object.getPrototypeOf(of));
}

/** Lets jsdom run an inline script only where the page's policies allow it. */
function guardInlineScripts({ document }: PageWindow): void {
  replaceMethod(
    classOf(document.createElement('script')),
    '_fetchInternalScript',
    (native) =>
      function (this: object) {
        const element = utils.wrapperForImpl(this) as HTMLScriptElement;
        const tab = contexts.get(element.ownerDocument);
        const refused =
          tab !== undefined &&
          refuses(tab, 'Executing inline script', {
            kind: 'inline',
            text: element.text,
            nonce: nonceOf(element),
            parserInserted: isParserInserted(element),
          });
        return refused ? undefined : Reflect.apply(native, this, []);
      },
  );
}

/**
 * Lets an event handler attribute count only where the page's policies allow it (HTML standard, "event handlers", attribute change steps): an
 * attribute that is refused when it is set stays without effect.
 */
function guardHandlers({ document }: PageWindow): void {
  const elements = [document.createElement('p'), document.createElementNS('http://www.w3.org/2000/svg', 'g')];
  for (const element of elements)
    replaceMethod(
      ownerOf('_globalEventChanged', classOf(element)),
      '_globalEventChanged',
      (native) =>
        function (this: object, event) {
          const own = utils.wrapperForImpl(this) as Element;
          const text = own.getAttribute(`on${String(event)}`);
          const tab = contexts.get(own.ownerDocument);
          const refused =
            tab !== undefined &&
            text !== null &&
            `on${String(event)}` in own &&
            refuses(tab, 'Executing inline event handler', { kind: 'handler', text });
          return refused ? undefined : Reflect.apply(native, this, [event]);
        },
    );
}

// jsdom compiles the handlers and the URLs that are allowed with the page's own `Function` and `eval`, which a policy may forbid to scripts.
const compile = accessors.getCurrentEventHandlerValue;
accessors.getCurrentEventHandlerValue = (target, event) => asEngine(() => compile(target, event));

const evaluateUrl = navigation.evaluateJavaScriptURL;
navigation.evaluateJavaScriptURL = (window, url) => {
  const tab = contexts.get((window as unknown as PageWindow).document);
  const written = whatwgUrl.serializeURL(url).slice('javascript:'.length);
  if (
    tab !== undefined &&
    refuses(tab, 'Running the JavaScript URL', { kind: 'script-url', text: `javascript:${written}` })
  )
    return undefined;
  return asEngine(() => evaluateUrl(window, url));
};

/** Obeys `<meta http-equiv="Content-Security-Policy">` in the head, from its position onwards (HTML standard, "Content security policy state"). */
function watchMetaPolicies({ document }: PageWindow): void {
  replaceMethod(
    classOf(document.createElement('meta')),
    '_attach',
    (native) =>
      function (this: object) {
        Reflect.apply(native, this, []);
        const meta = utils.wrapperForImpl(this) as HTMLMetaElement;
        const tab = contexts.get(meta.ownerDocument);
        if (tab === undefined || meta.httpEquiv.toLowerCase() !== 'content-security-policy') return;
        if (meta.parentElement?.localName !== 'head') return;
        tab.context.policy.add(meta.content);
        refuseEvaluation(tab.view, tab.context);
      },
  );
}
