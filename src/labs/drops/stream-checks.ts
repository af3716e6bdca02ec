import { visibleText } from '../../htmx/markup.ts';
import type { FactsByCode, Finding } from '../../model/finding.ts';
import { withinDeadline } from '../../model/waiting.ts';
import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import { openIdleProxy } from '../../observe/proxy/idle.ts';
import { streamPlace } from '../../rules/places.ts';
import { has } from '../../rules/records.ts';
import { firstOf } from '../../rules/rule.ts';
import { whyItEnded } from '../../rules/stream/failed.ts';
import { whyNotFramed } from '../../rules/stream/framing.ts';
import { emptyHeartbeat } from '../../rules/stream/rate.ts';
import { EVENTS_NOT_SWAPPED } from '../../rules/swap-event.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { shared } from '../../run/shared.ts';
import { outcomeOf, startsCheck } from '../common/check.ts';
import { localPort } from '../common/local.ts';
import { observePage, whyPageNotConnected } from '../common/pages.ts';
import { postForm } from '../common/posts.ts';
import { streamView } from '../../run/stream-view.ts';
import { logOf, openStream, whyNoStream } from '../common/streams.ts';
import type { Opened } from '../common/streams.ts';
import { headOf } from './check.ts';
import type { DropsCheck } from './check.ts';
import { CONTRACT, IDLE_MS, POST_PATH, PRICES } from './contract.ts';

/** Behind the proxy. */
const PROXY_TAB = 'tab 2';
/** A stream whose head comes with its first event is answered when a price is posted. Milliseconds. */
const LATE_MS = 1500;
/** So long nothing is posted: a connection that is cut, or that ends, does so meanwhile. Milliseconds. */
const QUIET_MS = IDLE_MS * 2;

function shows(data: string): boolean {
  return /\d/u.test(visibleText(data));
}

interface Price {
  readonly name: string;
  readonly price: string;
}

/** No price is whole or ends in a zero, which a server that takes it for a number would not send back. */
function drawnPrice({ words }: RunContext): Price {
  return { name: words.word(), price: `${words.number(10, 99)}.${words.number(1, 9)}${words.number(1, 9)}` };
}

/** Whether a text has this price, with a decimal point or, as people write it elsewhere, a comma. */
function hasPrice(text: string, { price }: Price): boolean {
  const digits = price.split('.').join('[.,]');
  return new RegExp(`(?<!\\d)${digits}(?!\\d)`, 'u').test(text);
}

/** The client that reads all prices. */
const priceStream = shared(async (context): Promise<Opened> => {
  const opening = openStream(context, { label: 'stream 1' });
  if ((await withinDeadline(opening, LATE_MS)) === undefined)
    await postForm(context, POST_PATH, { ...drawnPrice(context) });
  return opening;
});

export const starts: DropsCheck<'drops-starts'> = startsCheck(headOf('drops-starts'));

export const stream: DropsCheck<'drops-stream'> = {
  ...headOf('drops-stream'),
  waitsFor: `an answer from ${CONTRACT.streamPath}`,
  observes: 'stream',
  needs: ['drops-starts'],
  run: async (context) => outcomeOf(await whyNoStream(context, await priceStream(context), shows)),
};

function evidenceOf(context: RunContext, { name, price }: Price): Finding['evidence'] {
  const did = { kind: 'http', path: POST_PATH, form: { name, price } } as const;
  return { did, where: streamPlace(context.sources, CONTRACT.streamPath) };
}

function lost(context: RunContext, posted: Price, through: FactsByCode['drops/price-lost']['through']): Finding {
  const facts = { price: posted.name, through };
  return { code: 'drops/price-lost', severity: 'error', facts, evidence: evidenceOf(context, posted) };
}

/** The name came, and the price that was posted with it did not. @param came the text of what came */
function otherPrice(context: RunContext, posted: Price, came: string): Finding | undefined {
  if (hasPrice(came, posted)) return undefined;
  const evidence = { ...evidenceOf(context, posted), received: came };
  return { code: 'drops/other-price', severity: 'error', facts: { ...posted, came }, evidence };
}

/** The text of the events that have come since the one with this number, with blanks between them. */
function textSince({ parser }: EventStreamClient, count: number): string {
  return parser.events
    .slice(count)
    .map(({ data }) => visibleText(data).trim())
    .join(' ');
}

/** What the stream has brought before the long wait. */
const firstPrice = shared(async (context): Promise<Finding | undefined> => {
  const opened = await priceStream(context);
  if (!opened.ok) return undefined;
  const client = opened.value;
  const price = drawnPrice(context);
  const before = client.parser.events.length;
  await postForm(context, POST_PATH, { ...price });
  const hasName = (): boolean => textSince(client, before).includes(price.name);
  if (await client.until(hasName, DEADLINE.reply)) return otherPrice(context, price, textSince(client, before));
  return whyNotFramed(streamView(context, client, { shows })) ?? lost(context, price, 'client');
});

export const priced: DropsCheck<'drops-price'> = {
  ...headOf('drops-price'),
  waitsFor: 'a price in the stream',
  observes: 'stream',
  needs: ['drops-stream'],
  run: async (context) => outcomeOf(await firstPrice(context)),
};

/** The longest time without a line while nothing was posted, in milliseconds. Undefined: the stream has ended. */
const quiet = shared(async (context): Promise<number | undefined> => {
  await firstPrice(context);
  const opened = await priceStream(context);
  if (!opened.ok) return undefined;
  const client = opened.value;
  const from = context.timeline.now();
  if (await client.untilEnd(QUIET_MS)) return undefined;
  const times = client.parser.lines.map(({ ms }) => ms).filter((ms) => ms > from);
  const all = [from, ...times, context.timeline.now()];
  return Math.max(...all.slice(1).map((ms, at) => ms - (all[at] ?? ms)));
});

export const stays: DropsCheck<'drops-stays'> = {
  ...headOf('drops-stays'),
  waitsFor: 'the stream to stay open without a price',
  observes: 'stream',
  needs: ['drops-price'],
  async run(context): Promise<Outcome> {
    const opened = await priceStream(context);
    if (!opened.ok) return { skipped: opened.problem.message };
    if ((await quiet(context)) !== undefined) return PASSED;
    return failed(whyItEnded(await viewOf(context, opened.value)));
  },
};

async function viewOf(context: RunContext, client: EventStreamClient): Promise<ReturnType<typeof streamView>> {
  return streamView(context, client, { shows, log: await logOf(context) });
}

export const heartbeat: DropsCheck<'drops-heartbeat'> = {
  ...headOf('drops-heartbeat'),
  waitsFor: 'a sign of life in the stream',
  observes: 'stream',
  needs: ['drops-stays'],
  async run(context): Promise<Outcome> {
    const opened = await priceStream(context);
    const gapMs = await quiet(context);
    if (!opened.ok || gapMs === undefined) return { skipped: 'the stream has ended' };
    const view = streamView(context, opened.value, { shows });
    const counted = view.events.filter(({ data }) => shows(data));
    if (gapMs < IDLE_MS) return outcomeOf(emptyHeartbeat({ ...view, counted }));
    const where = streamPlace(context.sources, CONTRACT.streamPath);
    const evidence = { did: { kind: 'sse', path: CONTRACT.streamPath }, received: view.head, where } as const;
    // A stall of this machine makes the wait longer, and says nothing of the server.
    const facts = { gapMs: Math.floor(Math.min(gapMs, QUIET_MS) / 1000) * 1000, idleMs: IDLE_MS };
    return failed({ code: 'drops/silent', severity: 'error', facts, evidence });
  },
};

export const proxy: DropsCheck<'drops-proxy'> = {
  ...headOf('drops-proxy'),
  waitsFor: 'a price in a page behind a proxy',
  observes: 'page',
  needs: ['drops-heartbeat'],
  async run(context): Promise<Outcome> {
    const port = await localPort(context);
    if (port === undefined) return { skipped: 'the tutor plays a proxy only before a server on this machine' };
    const outside = await priceStream(context);
    const idle = await openIdleProxy(port, IDLE_MS);
    if (idle === undefined) return { skipped: 'no port is free for the proxy' };
    context.onClose(() => idle.close());
    const opened = await context.tabs.open(PROXY_TAB, 'shared', `http://127.0.0.1:${idle.port}`);
    if (!opened.ok) return opened.problem;
    const tab = opened.value;
    const broken = await whyPageNotConnected(context, tab, 'sse');
    if (broken !== undefined) return failed(seenBy(broken, PROXY_TAB));
    // Longer than the proxy waits: what has no sign of life is cut by then.
    await tab.until((records) => has(records, 'stream-error'), IDLE_MS + 1000);
    const price = drawnPrice(context);
    await postForm(context, POST_PATH, { ...price });
    const { met } = await tab.untilText(PRICES, price.name, DEADLINE.show);
    if (met) return PASSED;
    const events = outside.ok ? outside.value.parser.events : [];
    const page = await observePage(context, tab);
    const unseen = firstOf(EVENTS_NOT_SWAPPED, { page, events: [...new Set(events.map(({ event }) => event))] });
    const cameOutside = events.some(({ data }) => data.includes(price.name));
    const wasAway = has(tab.records, 'stream-error');
    const through = !cameOutside ? 'client' : wasAway ? 'proxy' : 'page';
    return failed(seenBy(unseen ?? lost(context, price, through), PROXY_TAB));
  },
};
