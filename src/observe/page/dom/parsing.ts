import utils from 'jsdom/lib/jsdom/living/generated/utils.js';
import { defaultTreeAdapter, Parser } from 'parse5';
import type { DefaultTreeAdapterMap, DefaultTreeAdapterTypes as Tree, Token } from 'parse5';
import type { PageWindow } from '../injected/page-window.ts';

/** What the HTML standard's parser decides and jsdom does not keep. Elements are named by the offset of their start tag in the document. */
export interface ParserDecisions {
  /** Scripts that the document ends in: they never run (HTML standard, "an end-of-file token" in "text"). */
  readonly unclosedScripts: ReadonlySet<number>;
  /** Controls that belong to a form which does not contain them, as in a table, and the forms (HTML standard, "form owner"). */
  readonly owners: ReadonlyMap<number, number>;
}

/** Elements that a form owns (HTML standard, "form-associated elements"), custom elements aside. */
const ASSOCIATED = new Set(['button', 'fieldset', 'input', 'object', 'output', 'select', 'textarea', 'img']);

class DecidingParser extends Parser<DefaultTreeAdapterMap> {
  readonly unclosedScripts = new Set<number>();
  readonly owners = new Map<number, number>();

  /** HTML standard, "create an element for the token". */
  override _attachElementToTree(...given: Parameters<Parser<DefaultTreeAdapterMap>['_attachElementToTree']>): void {
    super._attachElementToTree(...given);
    const [element] = given;
    const form = this.formElement;
    if (form === null || form === element || !ASSOCIATED.has(element.tagName) || this.openElements.tmplCount > 0)
      return;
    if (element.attrs.some(({ name }) => name === 'form') || closestForm(element) === form) return;
    const owned = element.sourceCodeLocation?.startOffset;
    const owner = 'sourceCodeLocation' in form ? form.sourceCodeLocation?.startOffset : undefined;
    if (owned !== undefined && owner !== undefined) this.owners.set(owned, owner);
  }

  override onEof(token: Token.EOFToken): void {
    const { current } = this.openElements;
    if (current !== undefined && 'tagName' in current && current.tagName === 'script') {
      const at = current.sourceCodeLocation?.startOffset;
      if (at !== undefined) this.unclosedScripts.add(at);
    }
    super.onEof(token);
  }
}

function closestForm(element: Tree.Element): Tree.ParentNode | undefined {
  let around: Tree.ParentNode | null = element.parentNode;
  while (around !== null && 'parentNode' in around) {
    if ('tagName' in around && around.tagName === 'form') return around;
    around = around.parentNode;
  }
  return undefined;
}

/** Parses a document for what jsdom does not keep of it. */
export function parserDecisions(html: string): ParserDecisions {
  const parser = new DecidingParser({
    sourceCodeLocationInfo: true,
    treeAdapter: defaultTreeAdapter,
    scriptingEnabled: true,
  });
  parser.tokenizer.write(html, true);
  return parser;
}

const decisions = new WeakMap<object, ParserDecisions>();

/** An element as jsdom keeps it. */
interface Kept {
  readonly _ownerDocument: object;
  readonly sourceCodeLocation?: { readonly startOffset: number } | null;
  readonly form?: Kept | null;
  getAttributeNS(namespace: null, name: string): string | null;
  getRootNode(options: object): object;
}

/** Makes the document of a window follow what the parser decides about its HTML. Call before it is parsed. */
export function followParser(view: PageWindow, html: string): void {
  const document: unknown = utils.implForWrapper(view.document);
  if (!(document instanceof Object)) return;
  const made = parserDecisions(html);
  decisions.set(document, made);
  if (made.unclosedScripts.size > 0) holdUnclosedScripts(view);
  if (made.owners.size > 0) tieControls(view);
}

const changed = new WeakSet<object>();

/** jsdom's class of an element, which is one for the process; undefined: it has been changed already. */
function classOf(view: PageWindow, tag: string): object | undefined {
  const probe: unknown = utils.implForWrapper(view.document.createElement(tag));
  const prototype: unknown = Object.getPrototypeOf(probe);
  if (!(prototype instanceof Object) || changed.has(prototype)) return undefined;
  changed.add(prototype);
  return prototype;
}

function holdUnclosedScripts(view: PageWindow): void {
  const scripts = classOf(view, 'script');
  if (scripts === undefined) return;
  const run: unknown = Reflect.get(scripts, '_eval');
  if (typeof run !== 'function') return;
  Reflect.set(scripts, '_eval', function (this: Kept) {
    const at = this.sourceCodeLocation?.startOffset;
    const unclosed = at !== undefined && decisions.get(this._ownerDocument)?.unclosedScripts.has(at) === true;
    return unclosed ? undefined : Reflect.apply(run, this, []);
  });
}

/** Gives controls the form to which the parser tied them, and forms those controls. */
function tieControls(view: PageWindow): void {
  for (const tag of ['button', 'fieldset', 'input', 'output', 'select', 'textarea']) {
    const controls = classOf(view, tag);
    const byMarkup = controls === undefined ? undefined : Object.getOwnPropertyDescriptor(controls, 'form')?.get;
    if (controls === undefined || byMarkup === undefined) continue;
    Object.defineProperty(controls, 'form', {
      configurable: true,
      get(this: Kept) {
        return (byMarkup.call(this) as Kept | null) ?? tiedTo(this);
      },
    });
  }
  const forms = classOf(view, 'form');
  if (forms === undefined) return;
  for (const list of ['_getElementNodes', '_getSubmittableElementNodes']) {
    const byMarkup: unknown = Reflect.get(forms, list);
    if (typeof byMarkup !== 'function') continue;
    Reflect.set(forms, list, function (this: Kept) {
      const own = Reflect.apply(byMarkup, this, []) as readonly Kept[];
      const tied = inTree(this, 'button,fieldset,input,output,select,textarea').filter((each) => tiedTo(each) === this);
      return tied.length === 0 ? own : inTree(this, '*').filter((each) => own.includes(each) || tied.includes(each));
    });
  }
}

function inTree(element: Kept, selector: string): readonly Kept[] {
  // An object of the page's own realm, which is no `Object` here.
  const root = utils.wrapperForImpl(element.getRootNode({})) as ParentNode | null;
  const all = root?.querySelectorAll(selector) ?? [];
  return [...all].map((each) => utils.implForWrapper(each) as Kept);
}

/** The form that the parser tied a control to, as long as both are in the same tree. */
function tiedTo(control: Kept): Kept | null {
  const at = control.sourceCodeLocation?.startOffset;
  const form = at === undefined ? undefined : decisions.get(control._ownerDocument)?.owners.get(at);
  if (form === undefined || control.getAttributeNS(null, 'form') !== null) return null;
  return inTree(control, 'form').find((each) => each.sourceCodeLocation?.startOffset === form) ?? null;
}
