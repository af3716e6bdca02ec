import type { PageElement, PageScript, PageSnapshot, WatchedElement } from '../../../model/page.ts';
import type { InstrumentPort, TextSeen } from './protocol.ts';
import type { PageView } from './instrument.ts';

/** What a person would type into and press; see `findControls`. */
export interface FoundControls {
  readonly input: HTMLInputElement | HTMLTextAreaElement | null;
  /** `input[name=q]`, `textarea#text`, … */
  readonly inputLabel: string;
  readonly button: HTMLElement | null;
  readonly buttonLabel: string;
}

/** What the tutor asks of a page from inside it. */
export interface PageAgent {
  snapshot(): PageSnapshot;
  /** -1: the selector does not parse. */
  count(selector: string): number;
  untilText(selector: string, text: string, deadlineMs: number): Promise<TextSeen>;
  fixRandom(value: number | undefined): void;
  /** @param field name of the form field to prefer */
  findControls(field?: string): FoundControls;
  /** Readings of what the page did in answer to a person. */
  effects(): { readonly any: number; readonly submits: number; readonly invalids: number };
  /** Whether there is an effect beyond the reading `before`, now or within `deadlineMs`. */
  effectSince(before: number, deadlineMs: number): Promise<boolean>;
}

/** Self-contained: its source text runs inside the page. */
export function createAgent(view: PageView, port: InstrumentPort, watched: readonly string[]): PageAgent {
  const document = view.document;
  const nativeRandom = view.Math.random;
  const startTimer = view.setTimeout.bind(view);
  const stopTimer = view.clearTimeout.bind(view);
  interface Htmx {
    readonly version?: unknown;
    defineExtension(
      name: string,
      extension: { init(api: { withExtensions(element: Element, each: () => void): void }): void },
    ): void;
    removeExtension(name: string): void;
  }
  const htmxOf = (): Htmx | undefined => {
    const htmx: unknown = Reflect.get(view, 'htmx');
    return (typeof htmx === 'object' || typeof htmx === 'function') && htmx !== null ? (htmx as Htmx) : undefined;
  };
  /** By what the markup itself says: style sheets are not asked, because the DOM reads less of them than a browser does. */
  const isHidden = (element: Element | null): boolean => {
    for (let each = element; each !== null; each = each.parentElement) {
      if (each.hasAttribute('hidden') || ['template', 'script', 'style'].includes(each.localName)) return true;
      if (each instanceof view.HTMLElement && each.style.display === 'none') return true;
    }
    return false;
  };
  /** The text inside an element that a person can see. */
  const shownText = (element: Element): string => {
    const texts = document.createTreeWalker(element, view.NodeFilter.SHOW_TEXT);
    let shown = '';
    while (texts.nextNode() !== null) {
      if (!isHidden(texts.currentNode.parentElement)) shown += texts.currentNode.textContent ?? '';
    }
    return shown;
  };
  /** htmx keeps its extensions private; its internal API, which every extension is given, tells which names it knows. */
  const extensionsOf = (htmx: Htmx): string[] => {
    const names = new Set(['ws', 'sse']);
    for (const element of document.querySelectorAll('[hx-ext],[data-hx-ext]')) {
      for (const name of (element.getAttribute('hx-ext') ?? element.getAttribute('data-hx-ext') ?? '').split(','))
        names.add(name.trim().replace(/^ignore:/, ''));
    }
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
      // Another major version: it has no such extensions.
    }
    return found;
  };
  const elements = (): PageElement[] => {
    const listed = new Map<Element, number>();
    const rows: PageElement[] = [];
    for (const element of document.querySelectorAll('*')) {
      const names = element.getAttributeNames();
      const wanted =
        element.id !== '' ||
        ['form', 'input', 'button', 'textarea'].includes(element.localName) ||
        names.some((name) => /^(?:data-)?(?:hx|ws|sse)-/.test(name));
      if (!wanted || rows.length >= 2000) continue;
      let parent = element.parentElement;
      while (parent !== null && !listed.has(parent)) parent = parent.parentElement;
      const attributes: Record<string, string> = {};
      for (const name of names) attributes[name] = (element.getAttribute(name) ?? '').slice(0, 2000);
      listed.set(element, rows.length);
      rows.push({
        index: rows.length,
        parent: parent === null ? null : (listed.get(parent) ?? null),
        tag: element.localName,
        id: element.id,
        attributes,
      });
    }
    return rows;
  };
  const kindOf = (script: HTMLScriptElement): PageScript['kind'] => {
    const type = script.type.trim().toLowerCase();
    if (type === 'module') return 'module';
    return type === '' || /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/.test(type) ? 'classic' : 'other';
  };
  const textLike = (element: Element): element is HTMLInputElement | HTMLTextAreaElement =>
    element.localName === 'textarea' ||
    (element.localName === 'input' &&
      ['text', 'search', 'email', 'url', 'tel'].includes((element as HTMLInputElement).type));
  const visible = (element: Element): boolean => element.checkVisibility();
  const label = (element: Element): string => {
    const name = element.getAttribute('name');
    if (name !== null && name !== '') return `${element.localName}[name=${name}]`;
    return element.id === '' ? element.localName : `${element.localName}#${element.id}`;
  };
  const pick = <E extends Element>(found: readonly E[]): E | undefined => found.find(visible) ?? found[0];

  const findInput = (name: string | undefined): HTMLInputElement | HTMLTextAreaElement | null => {
    const fields = [...document.querySelectorAll('input,textarea')].filter(textLike);
    const inForm = fields.filter((field) => field.form !== null || field.closest('[ws-send],[data-ws-send]') !== null);
    return (
      pick(inForm.filter((field) => name !== undefined && field.name === name && field.form !== null)) ??
      pick(inForm) ??
      pick(fields) ??
      null
    );
  };
  const findButton = (input: HTMLElement & { readonly form: HTMLFormElement | null }): HTMLElement | null => {
    const buttons = (root: Element): HTMLElement[] =>
      [...root.querySelectorAll<HTMLElement>('button,input[type=submit],input[type=button],input[type=image]')].filter(
        (button) => !button.matches(':disabled'),
      );
    const submits = (button: HTMLElement): boolean => ['submit', 'image'].includes((button as HTMLButtonElement).type);
    const form = input.form;
    if (form !== null) {
      const own = buttons(document.documentElement).filter((button) => (button as HTMLButtonElement).form === form);
      const submit = pick(own.filter(submits)) ?? pick(own) ?? pick(buttons(form));
      if (submit !== undefined) return submit;
    }
    for (let around: Element | null = form ?? input; around !== null; around = around.parentElement) {
      const near = pick(
        buttons(around).filter((button) => {
          const owner = (button as HTMLButtonElement).form;
          return owner === null || owner === form;
        }),
      );
      if (near !== undefined) return near;
    }
    return null;
  };

  const watchedNow = (): Record<string, WatchedElement> => {
    const now: Record<string, WatchedElement> = {};
    for (const selector of watched) {
      try {
        const element = document.querySelector(selector);
        if (element !== null)
          now[selector] = { text: element.textContent ?? '', html: element.innerHTML, visible: !isHidden(element) };
      } catch {
        // It does not parse.
      }
    }
    return now;
  };

  return {
    snapshot() {
      const htmx = htmxOf();
      return {
        url: view.location.href,
        htmx: htmx === undefined ? undefined : { version: String(htmx.version ?? ''), extensions: extensionsOf(htmx) },
        scripts: [...document.querySelectorAll('script')].map((script) => ({ src: script.src, kind: kindOf(script) })),
        elements: elements(),
        watched: watchedNow(),
      };
    },
    count(selector) {
      try {
        return document.querySelectorAll(selector).length;
      } catch {
        return -1;
      }
    },
    untilText(selector, text, deadlineMs) {
      const look = (): TextSeen => {
        const element = document.querySelector(selector);
        const seen = { text: element?.textContent ?? '', html: element?.innerHTML ?? '' };
        return { ...seen, met: element !== null && seen.text.includes(text) && shownText(element).includes(text) };
      };
      return new Promise((resolve) => {
        const first = look();
        if (first.met) return resolve(first);
        const end = (seen: TextSeen): void => {
          observer.disconnect();
          stopTimer(timer);
          resolve(seen);
        };
        const observer = new view.MutationObserver(() => {
          const seen = look();
          if (seen.met) end(seen);
        });
        const timer = startTimer(() => end(look()), deadlineMs);
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      });
    },
    fixRandom(value) {
      view.Math.random = value === undefined ? nativeRandom : () => value;
    },
    findControls(field) {
      const input = findInput(field);
      const button = input === null ? null : findButton(input);
      return {
        input,
        inputLabel: input === null ? '' : label(input),
        button,
        buttonLabel:
          button === null
            ? ''
            : button.localName === 'input'
              ? `input[type=${(button as HTMLInputElement).type}]`
              : 'button',
      };
    },
    effects() {
      const { submits, invalids, frames, requests } = port.effects;
      return { any: submits + invalids + frames + requests, submits, invalids };
    },
    effectSince(before, deadlineMs) {
      const until = view.performance.now() + deadlineMs;
      return new Promise((resolve) => {
        const look = (): void => {
          const { any } = this.effects();
          if (any !== before || view.performance.now() >= until) resolve(any !== before);
          else startTimer(look, 5);
        };
        look();
      });
    },
  };
}
