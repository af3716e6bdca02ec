import type { Evidence, Finding } from '../../model/finding.ts';
import type { PageElement, PageRecord, PageSnapshot, PageView } from '../../model/page.ts';
import type { Place } from '../../model/timeline.ts';
import { readMarkup } from '../../htmx/markup.ts';
import type { MarkupElement } from '../../htmx/markup.ts';
import type { RunContext } from '../../run/context.ts';

/** The attribute's value, also when it is written with `data-` before it, as htmx reads it. */
export function attribute(
  element: { readonly attributes: Readonly<Record<string, string>> },
  name: string,
): string | undefined {
  return element.attributes[name] ?? element.attributes[`data-${name}`];
}

/** A page as the diagnosis looks at it: the DOM now, the markup as it was served, what happened since. */
export class PageFacts {
  readonly snapshot: PageSnapshot;
  readonly records: readonly PageRecord[];
  readonly markup: readonly MarkupElement[];
  readonly #context: RunContext;
  readonly #html: string;

  private constructor(context: RunContext, tab: PageView, snapshot: PageSnapshot) {
    this.#context = context;
    this.#html = tab.document.html;
    this.snapshot = snapshot;
    this.records = tab.records;
    this.markup = readMarkup(tab.document.html);
  }

  static async of(context: RunContext, tab: PageView): Promise<PageFacts> {
    return new PageFacts(context, tab, await tab.snapshot());
  }

  /** Elements in the DOM that bear the attribute. */
  having(name: string): readonly PageElement[] {
    return this.snapshot.elements.filter((element) => attribute(element, name) !== undefined);
  }

  /** Elements that connect or send: by the extension's attribute, or by htmx 1's `hx-ws`, which the extension still reads. */
  socketElements(role: 'connect' | 'send'): readonly PageElement[] {
    return this.snapshot.elements.filter((element) => {
      if (attribute(element, `ws-${role}`) !== undefined) return true;
      const legacy = attribute(element, 'hx-ws') ?? '';
      return role === 'send' ? legacy.trim() === 'send' : /(?:^|\s)connect:/u.test(legacy);
    });
  }

  /** Whether a socket of the page is or was open. */
  get connected(): boolean {
    return this.records.some((record) => record.type === 'socket-open');
  }

  /** The element itself, then its listed ancestors from the inside out. */
  *upwards(element: PageElement): Generator<PageElement> {
    let current: PageElement | undefined = element;
    while (current !== undefined) {
      yield current;
      current = current.parent === null ? undefined : this.snapshot.elements[current.parent];
    }
  }

  /** Whether `inner` is `outer` or stands inside of it. */
  within(inner: PageElement, outer: PageElement): boolean {
    for (const element of this.upwards(inner)) if (element.index === outer.index) return true;
    return false;
  }

  /**
   * Whether htmx asks this extension about events on the element: `hx-ext` on it or an ancestor, a list with commas
   * (htmx 2 source, `getExtensions`).
   */
  extensionEnabled(element: PageElement, extension: string): boolean {
    for (const ancestor of this.upwards(element)) {
      const names = extensionNames(attribute(ancestor, 'hx-ext'));
      if (names.includes(`ignore:${extension}`)) return false;
      if (names.includes(extension)) return true;
    }
    return false;
  }

  /** The place in the learner's files of the first served element that passes the test. */
  place(test: (element: MarkupElement) => boolean): readonly Place[] {
    const found = this.markup.find(test);
    return found === undefined ? [] : this.#context.sources.servedLine(this.#html, found.line);
  }

  /** The place of the first element with this attribute. */
  placeOf(name: string): readonly Place[] {
    return this.place((element) => attribute(element, name) !== undefined);
  }

  /** The place of the script tag whose URL ends as this one does. */
  placeOfScript(url: string): readonly Place[] {
    const last = lastSegment(url);
    return this.place(
      (element) =>
        element.tag === 'script' &&
        element.attributes['src'] !== undefined &&
        lastSegment(element.attributes['src']) === last,
    );
  }

  /** `src` of every script tag in the markup, in order. */
  scriptSources(): readonly string[] {
    return this.markup
      .filter((element) => element.tag === 'script')
      .map((element) => element.attributes['src'])
      .filter((src) => src !== undefined);
  }

  /** Error messages of scripts, and console errors and warnings. */
  complaints(): readonly string[] {
    return this.records.flatMap((record) => {
      if (record.type === 'script-error') return [record.message];
      return record.type === 'console' && (record.level === 'error' || record.level === 'warn') ? [record.text] : [];
    });
  }
}

/** A page that went on no longer, and so shows nothing of what was done in it; undefined: it lives. */
export function whyHung(tab: PageView, typed?: string): Finding | undefined {
  const { failure } = tab;
  if (failure === undefined) return undefined;
  return {
    code: 'page/hung',
    severity: 'error',
    facts: { reason: failure.message },
    evidence: { did: { kind: 'page', ...(typed === undefined ? {} : { typed }) } },
  };
}

export function extensionNames(value: string | undefined): readonly string[] {
  return (value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

export function lastSegment(url: string): string {
  const [path = ''] = url.split(/[?#]/u);
  return path.split('/').findLast((part) => part !== '') ?? '';
}

/** Sockets that the page opened, in order. */
export function socketsOf(records: readonly PageRecord[]): readonly Extract<PageRecord, { type: 'socket-new' }>[] {
  return records.filter((record) => record.type === 'socket-new');
}

export function streamsOf(records: readonly PageRecord[]): readonly Extract<PageRecord, { type: 'stream-new' }>[] {
  return records.filter((record) => record.type === 'stream-new');
}

/** The first error that a script of the page threw, as a finding; undefined: none threw. */
export function whyThrown(records: readonly PageRecord[], evidence: Evidence): Finding | undefined {
  const error = records.find((record) => record.type === 'script-error');
  if (error?.type !== 'script-error') return undefined;
  const { message, file, line } = error;
  return { code: 'page/script-error', severity: 'error', facts: { message, file, line }, evidence };
}
