import { HEAD } from './site.ts';
import type { App } from './site.ts';

// Pages of htmx 1 with extensions that do not do what its last ones do.

// The sse extension of htmx 1.9.9 and before, in the parts that matter (dist/ext/sse.js): it looks for what listens as it opens the stream.

const UNTIL_1_9_9 = `<script src="/js/htmx1.js"></script><script>
htmx.version = '1.9.9';
(() => {
  let api;
  htmx.defineExtension('sse', {
    init: (given) => { api = given; },
    onEvent: (name, event) => { if (name === 'htmx:afterProcessNode') connect(event.target); },
  });
  function connect(element) {
    const url = api.getAttributeValue(element, 'sse-connect');
    if (url == null) return;
    const source = new EventSource(url);
    source.onopen = () => api.triggerEvent(element, 'htmx:sseOpen', { source });
    api.getInternalData(element).sseEventSource = source;
    for (const child of element.querySelectorAll('[sse-swap]')) {
      const listener = ({ data }) => {
        const settling = api.makeSettleInfo(child);
        api.selectAndSwap(api.getSwapSpecification(child).swapStyle, api.getTarget(child), child, data, settling);
        api.settleImmediately(settling.tasks);
      };
      api.getInternalData(element).sseEventListener = listener;
      source.addEventListener(child.getAttribute('sse-swap'), listener);
    }
  }
})();
</script>`;
const SSE_OF_2 = '<script src="/js/htmx1.js"></script><script src="/js/sse2.js"></script>';
const WS_OF_2 = '<script src="/js/htmx1.js"></script><script src="/js/ws2.js"></script>';
const TICKS = ['event: tick\ndata: <b>12 %</b>\n\n'];
const LATER =
  '<body><div hx-ext="sse" sse-connect="feed"><section hx-get="part" hx-trigger="load"></section></div></body>';
const NESTED = { '/part': '<div><p sse-swap="tick"></p></div>' };
const ALONE = { '/part': '<p sse-swap="tick"></p>' };

/** Applications that work. */
export const OLD_RIGHT: Readonly<Record<string, App>> = {
  'listeners-that-come-later-on-1': { head: HEAD[1], body: LATER, events: TICKS, paths: NESTED },
  'one-listener-that-comes-later-on-1': { head: HEAD[1], body: LATER, events: TICKS, paths: ALONE },
  'listeners-that-are-there-on-an-old-1': {
    head: UNTIL_1_9_9,
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="tick"></p></div></body>',
    events: TICKS,
  },
  'a-stream-that-comes-later-on-an-old-1': {
    head: UNTIL_1_9_9,
    body: '<body><section hx-get="part" hx-trigger="load"></section></body>',
    events: TICKS,
    paths: { '/part': '<div hx-ext="sse" sse-connect="feed"><p sse-swap="tick"></p></div>' },
  },
  'triggers-by-the-extension-of-2-on-1': {
    head: SSE_OF_2,
    body: '<body><div hx-ext="sse" sse-connect="feed"><p hx-get="part" hx-trigger="sse:tick"></p></div></body>',
    events: TICKS,
    paths: { '/part': '<b>12 %</b>' },
  },
  'socket-by-the-extension-of-2-on-1': {
    head: WS_OF_2,
    body: '<body hx-ext="ws" ws-connect="live"><ul id="log"></ul><form ws-send><input name="words"><button>Say</button></form></body>',
    answer: (message) => `<ul id="log" hx-swap-oob="beforeend"><li>${String(JSON.parse(message).words)}</li></ul>`,
    send: 'hello Zebra7',
  },
};

/** One mistake each. */
export const OLD_WRONG: Readonly<Record<string, App>> = {
  'listeners-that-come-later-on-an-old-1': {
    head: UNTIL_1_9_9,
    body: LATER,
    events: TICKS,
    paths: NESTED,
    wrong: 'live/not-wired',
  },
  'one-listener-that-comes-later-on-an-old-1': {
    head: UNTIL_1_9_9,
    body: LATER,
    events: TICKS,
    paths: ALONE,
    wrong: 'live/not-wired',
  },
  'swaps-by-the-extension-of-2-on-1': {
    head: SSE_OF_2,
    body: '<body><div hx-ext="sse" sse-connect="feed"><p sse-swap="tick"></p></div></body>',
    events: TICKS,
    wrong: 'htmx/wrong-version',
  },
  'listeners-that-come-later-with-the-extension-of-2-on-1': {
    head: SSE_OF_2,
    body: LATER,
    events: TICKS,
    paths: NESTED,
    wrong: 'htmx/wrong-version',
  },
};
