import type { ReportDialect } from '../dialect.ts';
import { bare } from '../names.ts';
import { VERBS } from './attributes.ts';

export const report: ReportDialect = {
  core: {
    enable: 'hx-ext',
    disable: 'hx-disable',
    trigger: 'hx-trigger',
    values: 'hx-vals',
    adds: ['hx-vals', 'hx-include', 'hx-headers'],
    outOfBand: 'hx-swap-oob',
    target: 'hx-target',
    places: ['hx-swap', 'hx-target'],
    boost: 'hx-boost',
    filter: 'hx-params',
    requests: VERBS,
    // htmx 2 `getSwapSpecification`.
    swapModifiers: ['swap', 'settle', 'scroll', 'show', 'transition', 'focus-scroll', 'ignoreTitle'],
    reconnectDelay: 'wsReconnectDelay',
  },
  /** htmx 2 `processHxOnRoot`. */
  isHandler: (attribute) => bare(attribute).startsWith('hx-on'),
  /** htmx-ext-ws 2 `getWebSocketReconnectDelay`. */
  readsReconnectDelay: (value) => value === 'function' || value === '"full-jitter"',
  // htmx 2 `swap` of an event's data; `issueAjaxRequest` of a request that an event started.
  reported: {
    notSwapped: ['htmx:swapError', 'htmx:targetError'],
    requestRefused: 'htmx:responseError',
    eventSwapped: 'htmx:sseMessage',
    streamClosed: 'htmx:sseClose',
    // htmx-ext-ws 2 `processWebSocketSend`.
    sends: 'htmx:wsConfigSend',
  },
  /** htmx-ext-sse 2 `onEvent`, the listener for `sse-close`. (`maybeCloseSSESource` tells it to an element outside the page: nobody hears it.) */
  whyStreamClosed(detail) {
    if (/"type":"nodeReplaced"/u.test(detail)) return 'connector-removed';
    return /"type":"message"/u.test(detail) ? 'by-event' : undefined;
  },
};
