import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import type { Page, Prediction } from '../../src/htmx/index.ts';
import type { PageWindow } from '../../src/observe/page/injected/page-window.ts';
import { watchStreamRequests } from '../../src/observe/page/injected/stream-requests.ts';
import { change, connectedPage, dropWhatIsNotListed } from './changed-page.ts';
import { Chance, Messages } from './generate.ts';
import { compare4, goesOn } from './handled.ts';
import { begun, realHtmx } from './real-htmx.ts';
import type { RealHtmx } from './real-htmx.ts';
import { isBeyondJsdom } from './skeleton.ts';

// htmx 4 decides where the events of a stream go when it asks for the stream. What becomes of the page afterwards does not change that.

const dialect = dialectOf('4.0.1');
const SEED = Number(process.env['HTMX_SEED'] ?? 20_261_201);
const COUNT = Number(process.env['HTMX_MESSAGES'] ?? 200);
const MOST_EVENTS = 3;
/** A few milliseconds a page; a machine that is busy with other tests takes fifty times as long. */
const PATIENCE_MS = 180_000;

interface Seen {
  readonly name: string;
  readonly detail: unknown;
}

interface OfStream {
  readonly connection: object;
  readonly message?: { readonly event: string };
}

const of = ({ detail }: Seen): OfStream => detail as OfStream;

/** The page as it is, with what the request of the stream had fixed. */
function pageNow(real: RealHtmx, requests: ReturnType<typeof watchStreamRequests>, connection: object): Page {
  const root = real.document.documentElement;
  const all = [root, ...root.querySelectorAll('*')].filter(({ localName }) => localName !== 'head');
  const indices = new Map(all.map((element, index) => [element, index]));
  const request = requests.of(connection)?.({ number: 1, list: { rows: [], indices }, unlisted: 0 });
  if (request === undefined) throw new Error('the request of the stream was not seen');
  return { ...real.page(), request };
}

function framed(data: string): string {
  const lines = data.split('\n').map((line) => `data: ${line}`);
  return `${lines.join('\n')}\n\nevent: done\n\n`;
}

/** Whether the stream has handled so many events, or ended. */
function isOver(real: RealHtmx, connection: object, count: number): true | undefined {
  const own = real.events.filter((event) => of(event).connection === connection);
  const done = own.filter((each) => each.name === 'htmx:sse:after:message' && of(each).message?.event === 'done');
  return done.length >= count || hasEnded(own) ? true : undefined;
}

function hasEnded(events: readonly Seen[]): boolean {
  return events.some(({ name }) => ['htmx:sse:close', 'htmx:sse:error'].includes(name));
}

/** jsdom finds nothing by `#\\31 st`. Without a body there is no page any more. */
function isBeyond(prediction: Prediction, data: string): boolean {
  const { asked, dispositions } = prediction;
  return (
    asked.some((selector) => selector.startsWith('#\\3')) ||
    goesOn(prediction, data) ||
    dispositions.some((each) => 'effect' in each && each.effect === 'replaces' && each.target.selector === 'body')
  );
}

interface Compared {
  readonly predictions: readonly Prediction[];
  readonly differs: string | undefined;
}

async function compareChanged(
  real: RealHtmx,
  requests: ReturnType<typeof watchStreamRequests>,
  seed: number,
): Promise<Compared> {
  const chance = new Chance(seed);
  const messages = new Messages(chance, 4);
  const html = connectedPage(chance);
  real.show(html);
  const stream = await real.until(() => real.streams[0]);
  const opened = await real.until(() => real.events.find(({ name }) => name === 'htmx:sse:after:connection'));
  const { connection } = of(opened);
  const told = [`seed ${seed}: ${html}`];
  const predictions: Prediction[] = [];
  for (let count = 1; count <= MOST_EVENTS; count += 1) {
    dropWhatIsNotListed(real.document);
    told.push(change(real.document, chance));
    const data = chance.once(3) ? `<p class="item">${count}</p>` : messages.message();
    const page = pageNow(real, requests, connection);
    const connector = page.elements.find(({ attributes }) => attributes['hx-sse:connect'] !== undefined);
    const prediction = dialect.predict({ name: '', data }, page, connector);
    if (isBeyondJsdom(prediction) || isBeyond(prediction, data)) break;
    predictions.push(prediction);
    stream.receive(framed(data));
    await real.until(() => isOver(real, connection, count));
    const differs = compare4(real, prediction);
    told.push(data);
    if (differs !== undefined) return { predictions, differs: [...told, differs].join('\n') };
    if (hasEnded(real.events.filter((event) => of(event).connection === connection))) break;
  }
  return { predictions, differs: undefined };
}

test(
  `where events go in ${COUNT} generated pages that change while the stream is open is what htmx 4 does with them`,
  async () => {
    const real = realHtmx(4, dialect.events);
    await begun(real);
    const requests = watchStreamRequests(real.window as unknown as PageWindow);
    const differences: string[] = [];
    const left: Prediction[] = [];
    for (let seed = SEED; seed < SEED + COUNT; seed += 1) {
      const { predictions, differs } = await compareChanged(real, requests, seed);
      if (differs !== undefined) differences.push(differs);
      left.push(
        ...predictions.filter(({ dispositions }) =>
          dispositions.some((each) => 'dropped' in each && each.dropped === 'target-left'),
        ),
      );
    }
    expect(differences).toEqual([]);
    // The changes are of a kind that matters.
    expect(left.length).toBeGreaterThan(COUNT / 20);
  },
  PATIENCE_MS,
);
