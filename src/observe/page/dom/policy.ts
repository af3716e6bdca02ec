import utils from 'jsdom/lib/jsdom/living/generated/utils.js';
import type { PageWindow } from '../injected/page-window.ts';
import { complain, type TabContext } from './context.ts';

/** Makes a page obey its policies for inline scripts, and the policies in its own `<meta>` elements. */
export function obeyPolicies(view: PageWindow, context: TabContext): void {
  contexts.set(view.document, context);
  guardInlineScripts(view);
  watchMetaPolicies(view);
}

/** Lets jsdom run an inline script only where the page's policies allow it. */
function guardInlineScripts(view: PageWindow): void {
  const probe: unknown = utils.implForWrapper(view.document.createElement('script'));
  const prototype: unknown = Object.getPrototypeOf(probe);
  if (!(prototype instanceof Object)) return;
  guard(prototype);
}

// jsdom's implementation classes are shared by the process; each script finds its tab through its document.
const contexts = new WeakMap<object, TabContext>();
const guarded = new WeakSet<object>();

function guard(prototype: object): void {
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  const native: unknown = Reflect.get(prototype, '_fetchInternalScript');
  if (typeof native !== 'function') return;
  Reflect.set(prototype, '_fetchInternalScript', function (this: object) {
    const element = utils.wrapperForImpl(this) as HTMLScriptElement;
    const context = contexts.get(element.ownerDocument);
    const directive = context?.policy.refusal({
      kind: 'inline',
      text: element.text,
      nonce: element.getAttribute('nonce') ?? '',
    });
    if (context === undefined || directive === undefined) return Reflect.apply(native, this, []);
    complain(
      context,
      `Executing inline script violates the following Content Security Policy directive '${directive}'. The action has been blocked.`,
    );
    return undefined;
  });
}

/** Obeys `<meta http-equiv="Content-Security-Policy">` from its position in the page onwards. */
function watchMetaPolicies(view: PageWindow): void {
  const probe: unknown = utils.implForWrapper(view.document.createElement('meta'));
  const prototype: unknown = Object.getPrototypeOf(probe);
  if (!(prototype instanceof Object) || guarded.has(prototype)) return;
  guarded.add(prototype);
  const native: unknown = Reflect.get(prototype, '_attach');
  if (typeof native !== 'function') return;
  Reflect.set(prototype, '_attach', function (this: object) {
    Reflect.apply(native, this, []);
    const meta = utils.wrapperForImpl(this) as HTMLMetaElement;
    if (meta.httpEquiv.toLowerCase() === 'content-security-policy')
      contexts.get(meta.ownerDocument)?.policy.add(meta.content);
  });
}
