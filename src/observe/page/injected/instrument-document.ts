import type { InstrumentPort } from './protocol.ts';
import type { PageView } from './instrument.ts';

/**
 * Records htmx's events, script errors, the console and resources that did not load, and counts what forms do.
 * Self-contained: its source text runs inside the page.
 */
export function watchDocument(view: PageView, port: InstrumentPort): void {
  const document = view.document;
  // Names from htmx 2's source and from its ws and sse extensions; kebab-case twins of the same events are left out.
  const names = (
    'load afterSwap oobBeforeSwap oobAfterSwap oobErrorNoTarget swapError targetError onLoadError syntax:error eventFilter:error ' +
    'evalDisallowedError invalidPath responseError sendError timeout beforeRequest afterRequest validation:failed validation:halted ' +
    'wsConnecting wsOpen wsClose wsError wsBeforeMessage wsAfterMessage wsConfigSend wsBeforeSend wsAfterSend ' +
    'sseOpen sseError sseBeforeMessage sseMessage sseClose'
  ).split(' ');

  const label = (node: unknown): string => {
    if (!(node instanceof view.Element)) return node === document ? 'document' : '';
    const tag = node.localName;
    if (node.id !== '') return `${tag}#${node.id}`;
    const attributes = node.getAttributeNames();
    const special =
      attributes.find((name) => /^(?:data-)?(?:ws|sse)-/.test(name)) ??
      attributes.find((name) => /^(?:data-)?hx-/.test(name));
    return special === undefined ? tag : `${tag}[${special}]`;
  };
  const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);
  const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  const nameOf = (error: unknown): string => {
    if (!isRecord(error) || typeof error['message'] !== 'string') return cut(String(error), 2000);
    const name = typeof error['name'] === 'string' && error['name'] !== '' ? error['name'] : 'Error';
    return `${name}: ${error['message']}`;
  };
  const brief = (value: unknown): unknown => {
    if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) return value;
    if (typeof value === 'string') return cut(value, 300);
    if (value instanceof view.Element) return cut(value.outerHTML, 300);
    if (isRecord(value) && 'bubbles' in value)
      return 'code' in value ? { type: value['type'], code: value['code'] } : value['type'];
    if (isRecord(value) && typeof value['stack'] === 'string') return nameOf(value);
    try {
      const text = JSON.stringify(value);
      return text.length > 300 ? cut(text, 300) : value;
    } catch {
      return String(value);
    }
  };
  const detailOf = (detail: unknown): string => {
    if (!isRecord(detail)) return '';
    const kept: Record<string, unknown> = {};
    // An event of a stream is its own detail. What a frame carries has its own record.
    const keys =
      'bubbles' in detail
        ? ['type', 'data']
        : ['target', 'content', 'error', 'event', 'type', 'path', 'parameters', 'token', 'source'];
    for (const key of keys) {
      const value = detail[key];
      if (value === undefined || (key === 'source' && isRecord(value))) continue;
      kept[key] = key === 'target' && value instanceof view.Element ? label(value) : brief(value);
    }
    return JSON.stringify(kept);
  };
  for (const name of names) {
    document.addEventListener(
      `htmx:${name}`,
      (event) => {
        if (name === 'beforeRequest') port.effects.requests += 1;
        port.emit({
          type: 'htmx',
          name: `htmx:${name}`,
          element: label(event.target),
          detail: detailOf((event as CustomEvent).detail),
        });
      },
      true,
    );
  }

  view.addEventListener(
    'error',
    (event) => {
      if (event.target !== view && event.target instanceof view.Element) {
        const element = event.target;
        const url =
          element.localName === 'script'
            ? (element as HTMLScriptElement).src
            : element.localName === 'link'
              ? (element as HTMLLinkElement).href
              : '';
        if (url !== '') port.emit({ type: 'load-failed', url, reason: 'it did not load' });
        return;
      }
      if (!('message' in event)) return;
      const said = event.message.replace(/^Uncaught /, '');
      const name = isRecord(event.error) && typeof event.error['name'] === 'string' ? event.error['name'] : '';
      // jsdom names its own file for code that does not parse; the first line of the stack names the page's.
      const stack = isRecord(event.error) ? String(event.error['stack']) : '';
      const [, file, line] = event.filename.startsWith('node:') ? (/^(\S+):(\d+)\n/.exec(stack) ?? []) : [];
      port.emit({
        type: 'script-error',
        message: name === '' || said.startsWith(name) ? said : `${name}: ${said}`,
        file: file ?? event.filename,
        line: line === undefined ? event.lineno : Number(line),
      });
    },
    true,
  );
  view.addEventListener('unhandledrejection', (event) => {
    port.emit({ type: 'script-error', message: `(in promise) ${nameOf(event.reason)}`, file: '', line: 0 });
  });
  view.addEventListener('submit', () => void (port.effects.submits += 1), true);
  view.addEventListener('invalid', () => void (port.effects.invalids += 1), true);

  const shown = (value: unknown): string => {
    if (typeof value === 'string') return value;
    if (isRecord(value) && typeof value['message'] === 'string') return nameOf(value);
    if (value instanceof view.Node) return label(value) || value.nodeName;
    const plain = Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]';
    try {
      if (plain) return JSON.stringify(value);
    } catch {
      // A cycle: the type's name has to do.
    }
    return String(value);
  };
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const native = view.console[level];
    view.console[level] = function (this: unknown, ...values: unknown[]): void {
      port.emit({ type: 'console', level, text: cut(values.map(shown).join(' '), 4000) });
      native.apply(view.console, values);
    };
  }
}
