import * as v from 'valibot';
import { REQUEST_HEADER } from '../../htmx/events.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { RecordedAnswer, RecordedHeader, Recording } from '../../model/recording.ts';
import { entry, har } from './form.ts';
import type { HarEntry } from './form.ts';
import { eventsOf } from './events.ts';
import { lackOf, openedAgain, statusOf } from './failure.ts';
import { framesOf } from './messages.ts';
import { secretsIn } from './secrets.ts';

/** Reads a file beside the HAR, by its name; undefined: there is none. */
export type ReadBeside = (name: string) => Buffer | undefined;

/** More requests than that are of no page. */
const MOST_ENTRIES = 20_000;
/** Characters. */
const MOST_OF_CREATOR = 80;
const AGAIN = 'Record it again: in Chrome, "Export HAR" in the Network panel; with Playwright, recordHar.';

/** Reads a HAR file. A problem: it is none, or it contains no page (exit code 2). @param name as it is shown */
export function readHar(source: string, name: string, beside: ReadBeside): Result<Recording> {
  const parsed = parsedJson(source);
  if (parsed === undefined)
    return wrongUsage(`${name} does not contain complete JSON. It may have been cut off.`, AGAIN);
  const read = v.safeParse(har, parsed.value);
  if (!read.success) return wrongUsage(`${name} is JSON, but not a recording (HAR).`, AGAIN);
  const { creator, entries } = read.output.log;
  if (entries.length > MOST_ENTRIES)
    return wrongUsage(`${name} has more than ${MOST_ENTRIES} requests.`, 'Record the page alone.');
  const known = entries.flatMap((each): readonly HarEntry[] => {
    const one = v.safeParse(entry, each);
    return one.success && /^(?:https?|wss?):/iu.test(one.output.request.url) && URL.canParse(one.output.request.url)
      ? [one.output]
      : [];
  });
  const document = documentOf(known);
  if (document === undefined)
    return wrongUsage(
      `${name} contains no page: no answer in it is HTML.`,
      'Begin to record, then load the page again.',
    );
  if (bodyOf(document, beside) === undefined)
    return wrongUsage(
      `${name} does not contain the text of ${document.request.url}.`,
      `${AGAIN} Record the content, too.`,
    );
  return ok({
    page: withoutFragment(document.request.url),
    ...partsOf(known, beside),
    secrets: secretsIn(known),
    creator: `${creator.name} ${creator.version}`.trim().slice(0, MOST_OF_CREATOR),
  });
}

function parsedJson(source: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(source.replace(/^\uFEFF/u, '')) };
  } catch {
    return undefined;
  }
}

function partsOf(entries: readonly HarEntry[], beside: ReadBeside): Pick<Recording, 'answers' | 'streams' | 'sockets'> {
  const sockets = entries.filter(isSocket);
  const streams = entries.filter((each) => !isSocket(each) && isStream(each));
  const others = entries.filter((each) => !isSocket(each) && !isStream(each));
  return {
    sockets: sockets.map((each) => ({
      url: socketUrl(each.request.url),
      status: statusOf(each),
      ...(lackOf(each, undefined).lacks === 'server' ? { lacks: 'server' } : {}),
      ...framesOf(each, beside),
    })),
    streams: streams.map((each) => ({
      url: withoutFragment(each.request.url),
      headers: headersOf(each),
      events: eventsOf(each, bodyOf(each, beside)),
      againMs: againOf(each, entries),
    })),
    answers: others.map((each): RecordedAnswer => {
      const { method, url } = each.request;
      const body = bodyOf(each, beside);
      const answer = { method, url: withoutFragment(url), status: statusOf(each), headers: headersOf(each), body };
      return { ...answer, ...lackOf(each, body) };
    }),
  };
}

function againOf(stream: HarEntry, entries: readonly HarEntry[]): number | undefined {
  const after = entries.slice(entries.indexOf(stream) + 1);
  const next = after.findIndex((each) => isStream(each) && each.request.url === stream.request.url);
  return openedAgain(stream, after[next], after.slice(0, next).some(isDocument));
}

/** The page: the document after which the first connection was opened; without one, the first document. */
function documentOf(entries: readonly HarEntry[]): HarEntry | undefined {
  const connects = entries.findIndex((each) => isSocket(each) || isStream(each));
  const before = connects === -1 ? entries : entries.slice(0, connects);
  const documents = before.filter(isDocument);
  return (connects === -1 ? documents[0] : documents.at(-1)) ?? entries.find(isDocument);
}

function isDocument({ _resourceType: type, request, response }: HarEntry): boolean {
  const isHtml = /^(?:text\/html|application\/xhtml\+xml)\b/iu.test(typeOf(response));
  if (!isHtml || request.method !== 'GET' || response.status < 200 || response.status > 299) return false;
  if (type !== '') return type === 'document';
  // htmx says so of its own requests; a browser says of others what they are for (Fetch Metadata).
  const destination = headerOf(request.headers, 'sec-fetch-dest');
  return headerOf(request.headers, REQUEST_HEADER) === '' && (destination === '' || destination === 'document');
}

function isSocket({ _resourceType: type, request }: HarEntry): boolean {
  return type === 'websocket' || /^wss?:/iu.test(request.url);
}

function isStream({ _resourceType: type, response, _eventSourceMessages: messages }: HarEntry): boolean {
  const isOpen = response.status === 200 && /^text\/event-stream\b/iu.test(typeOf(response));
  return isOpen || (type === 'eventsource' && response.status === 200 && (messages?.length ?? 0) > 0);
}

function typeOf({ headers, content }: HarEntry['response']): string {
  return headerOf(headers, 'content-type') || content.mimeType;
}

function headerOf(headers: HarEntry['request']['headers'], name: string): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? '';
}

function headersOf({ response }: HarEntry): readonly RecordedHeader[] {
  const given = response.headers.map(({ name, value }): RecordedHeader => [name, value]);
  const { mimeType } = response.content;
  // Playwright writes `x-unknown` where the type is missing.
  const hasType = headerOf(response.headers, 'content-type') !== '' || mimeType === '' || mimeType === 'x-unknown';
  return hasType ? given : [...given, ['Content-Type', mimeType]];
}

function bodyOf({ response }: HarEntry, beside: ReadBeside): Buffer | undefined {
  const { text, encoding, _file: file } = response.content;
  if (file !== undefined) return beside(file);
  if (text === undefined) return undefined;
  return Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8');
}

function withoutFragment(url: string): string {
  const address = new URL(url);
  address.hash = '';
  return address.href;
}

/** Chrome writes the address of a handshake with `wss:`, others with `https:`. */
function socketUrl(url: string): string {
  return withoutFragment(url.replace(/^http/iu, 'ws'));
}
