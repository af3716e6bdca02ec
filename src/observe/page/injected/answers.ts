import { targetLabel } from './label.ts';
import type { PageWindow } from './page-window.ts';
import { cut, isObject } from './values.ts';

const MOST_OF_TEXT = 300;
/** An answer as long as this is not looked through. */
const MOST_READ = 500_000;

/** An answer of the server, as htmx has it. */
interface Raw {
  readonly asked: Readonly<Record<string, unknown>>;
  readonly type: string;
  readonly text: string;
  readonly url: string;
  readonly target: unknown;
}

/**
 * What was asked for and what came back, as the detail of an event has it; undefined: it speaks of no request. Status 0: there was no answer.
 * @param use `error`: the answer's text is what matters. `swap`: it has been swapped, and what matters is what the page shows of it
 */
export function answerOf(
  view: PageWindow,
  { detail, target }: CustomEvent,
  use: 'error' | 'swap',
): Readonly<Record<string, unknown>> | undefined {
  const raw = isObject(detail) ? (ofXhr(view, detail) ?? ofFetch(view, detail)) : undefined;
  if (raw === undefined) return undefined;
  const { asked, type, text, url } = raw;
  const about = { ...asked, ...(type === '' ? {} : { type }), ...(url === '' ? {} : { url }) };
  if (text.length > MOST_READ) return about;
  if (use === 'error') return { ...about, text: cut(readable(view, text, type), MOST_OF_TEXT) };
  return { ...about, ...shownOf(view, raw, target) };
}

/** htmx 1 and 2. */
function ofXhr(view: PageWindow, detail: Record<string, unknown>): Raw | undefined {
  const { xhr, pathInfo, requestConfig, boosted, target } = detail;
  if (!isObject(xhr) || !isObject(pathInfo)) return undefined;
  const { verb, elt } = isObject(requestConfig) ? requestConfig : {};
  const request = xhr as unknown as XMLHttpRequest;
  const asked = { method: verb, path: pathInfo['requestPath'], status: request.status, from: targetLabel(view, elt) };
  const url = request.responseURL ?? '';
  return { asked: boosted === true ? { ...asked, boosted } : asked, ...contentOf(request), url, target };
}

/** Where htmx had no answer, or asked for bytes, there is nothing to read. */
function contentOf(request: XMLHttpRequest): Pick<Raw, 'type' | 'text'> {
  try {
    return { type: request.getResponseHeader('content-type') ?? '', text: request.responseText };
  } catch {
    return { type: '', text: '' };
  }
}

/** htmx 4. What a stream of its own sends is swapped in the same way; it does not answer a request. */
function ofFetch(view: PageWindow, { ctx }: Record<string, unknown>): Raw | undefined {
  if (!isObject(ctx) || !isObject(ctx['request'])) return undefined;
  const { method, action } = ctx['request'];
  const response = isObject(ctx['response']) ? ctx['response'] : {};
  const headers = response['headers'] as Headers | undefined;
  const type = headers?.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) return undefined;
  const source = ctx['sourceElement'];
  const raw = isObject(response['raw']) ? response['raw'] : {};
  return {
    asked: { method, path: action, status: response['status'] ?? 0, from: targetLabel(view, source) },
    type,
    text: typeof ctx['text'] === 'string' ? ctx['text'] : '',
    url: typeof raw['url'] === 'string' ? raw['url'] : '',
    target: ctx['target'],
  };
}

/** The words of an answer: those of a page without its tags, styles and scripts, and without the stack of an error. */
function readable(view: PageWindow, text: string, type: string): string {
  if (!/html/i.test(type)) return text;
  const page = new view.DOMParser().parseFromString(text, 'text/html');
  for (const silent of page.querySelectorAll('style,script')) silent.remove();
  const walker = page.createTreeWalker(page.body, view.NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode.nodeValue ?? '');
  const lines = texts.flatMap((each) => each.split('\n')).map((line) => line.trim());
  const stack = lines.findIndex((line) => line.startsWith('at '));
  return (stack === -1 ? lines : lines.slice(0, stack)).filter((line) => line !== '').join('\n');
}

/** What the page shows of an answer that has been swapped and is not a piece of HTML. */
function shownOf(view: PageWindow, { type, text, target }: Raw, swapped: EventTarget | null): Record<string, unknown> {
  const place = [target, swapped].find((each): each is Element => each instanceof view.Element && each.isConnected);
  if (place === undefined) return {};
  const into = targetLabel(view, target);
  if (/\bjson\b/i.test(type)) return showsAsIs(place, text) ? { into, json: cut(text, MOST_OF_TEXT) } : {};
  const isPage = /^\s*(?:<!--[\s\S]*?-->\s*)*(?:<!doctype\s+html\b|<html[\s>])/i.test(text);
  if (!isPage || place === view.document.body) return {};
  const twice = twiceNow(view, text);
  return twice === undefined ? {} : { into, twice };
}

/** JSON of a string, a list or an object whose beginning and end are in the page as they were sent. */
function showsAsIs(place: Element, text: string): boolean {
  const json = text.trim();
  if (!/^["[{]/.test(json)) return false;
  const [first = ''] = json.split('<');
  const last = json.split('>').at(-1) ?? '';
  const shown = [place, place.parentElement].map((each) => each?.textContent ?? '');
  return shown.some((each) => each.includes(first.slice(0, 20)) && each.includes(last.slice(-1)));
}

/** Parts of a page that it has once. */
const ONCE = ['h1', 'main', 'nav', 'header', 'footer', 'form'] as const;

/** What the answer has once and the page has twice now, as a selector; undefined: nothing. */
function twiceNow(view: PageWindow, text: string): string | undefined {
  const page = new view.DOMParser().parseFromString(text, 'text/html');
  const ids = [...page.querySelectorAll('[id]')].map((each) => each.id);
  const has = (selector: string): boolean => view.document.querySelectorAll(selector).length > 1;
  const id = ids.find((each) => ids.indexOf(each) === ids.lastIndexOf(each) && has(`#${view.CSS.escape(each)}`));
  if (id !== undefined) return `#${id}`;
  return ONCE.find((tag) => text.split(new RegExp(`<${tag}[\\s>]`, 'i')).length === 2 && has(tag));
}
