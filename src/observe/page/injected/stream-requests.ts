import type { StreamRequest } from '../../../model/ledger.ts';
import type { ListedPage } from './listing.ts';
import type { PageWindow } from './page-window.ts';
import { isObject } from './values.ts';

const MOST_CHARACTERS = 1000;

/** Requests of htmx 4, by the streams that they became. */
export interface StreamRequests {
  /** What the request of a stream had fixed. @param connection hx-sse's record of the stream */
  of(connection: object): StreamRequestNow | undefined;
}

/** What the request says at a moment; the target is among the elements that are listed then. */
export type StreamRequestNow = (page: ListedPage) => StreamRequest;

/**
 * htmx 4 makes a context for each request (`#createRequestContext`), and hx-sse swaps every event by the context of the stream's request. A listener of the page
 * may change it, so it is read with each event. hx-sse takes the context's signal into its record of the stream, by which the two are found together.
 */
export function watchStreamRequests(view: PageWindow): StreamRequests {
  const bySignal = new WeakMap<object, object>();
  const known = new WeakMap<object, object>();
  view.addEventListener(
    'htmx:before:request',
    (event) => {
      const { detail } = event as CustomEvent<unknown>;
      const context = isObject(detail) ? detail['ctx'] : undefined;
      const request = isObject(context) ? context['request'] : undefined;
      const signal = isObject(request) ? request['signal'] : undefined;
      if (isObject(context) && isObject(signal)) bySignal.set(signal, context);
    },
    true,
  );
  return {
    of(connection) {
      const controller: unknown = Reflect.get(connection, 'abortController');
      // After a break the record has another signal.
      const signal = isObject(controller) ? controller['signal'] : undefined;
      const context = known.get(connection) ?? (isObject(signal) ? bySignal.get(signal) : undefined);
      if (context === undefined) return undefined;
      known.set(connection, context);
      return (page) => readContext(view, context, page);
    },
  };
}

function readContext(view: PageWindow, context: object, { list }: ListedPage): StreamRequest {
  const text = (name: string): string => {
    const value: unknown = Reflect.get(context, name);
    return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : '';
  };
  const target: unknown = Reflect.get(context, 'target');
  return {
    target: target instanceof view.Element ? whereIs(target, list.indices) : 'own',
    swap: text('swap'),
    select: text('select'),
    selectOutOfBand: text('selectOOB'),
  };
}

function whereIs(target: Element, indices: ReadonlyMap<Element, number>): StreamRequest['target'] {
  return target.isConnected ? (indices.get(target) ?? 'unlisted') : 'gone';
}
