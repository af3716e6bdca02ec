import { PageRecords } from '../../coach/page-records.ts';
import { diagnose } from '../../diagnose/index.ts';
import type { Diagnosis, Visit } from '../../diagnose/index.ts';
import { PAGE_EVENTS } from '../../htmx/events.ts';
import { PageLedger } from '../../htmx/page-ledger.ts';
import type { PageReport } from '../../model/coached.ts';
import type { PageRecord, PageSnapshot } from '../../model/page.ts';
import { EXIT, environmentProblem, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { aborted, deadlineSignal } from '../../model/waiting.ts';
import type { WireEvent } from '../../model/wire.ts';
import { openProxy } from '../../observe/proxy/proxy.ts';
import { LOOPBACK } from '../../observe/page/web-rules/hosts.ts';
import { Timeline } from '../../observe/timeline.ts';
import { recordPage } from '../../run/page-timeline.ts';
import { plural } from '../../terminal/units.ts';
import { printProblem } from '../common/output/output.ts';
import { readServed } from './diagnosed.ts';
import { locatorIn, unfitOption } from './options.ts';
import type { Asked, DiagnoseOptions } from './options.ts';
import { outcomeOf } from './outcome.ts';
import { overviewOf } from './overview.ts';
import { probe } from './probe.ts';
import { whyUnreachable } from './reachable.ts';
import { isForPeople, reported } from './reported.ts';
import type { Reporting } from './reported.ts';
import type { Secrets } from './secrets.ts';
import type { Told } from './told.ts';

/** Pages that are remembered: each load of one is a page. */
const MOST_PAGES = 30;

/** A page in the person's own browser. */
interface Observed {
  readonly label: string;
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly records: PageRecords;
  readonly ledger: PageLedger;
  snapshot: PageSnapshot | undefined;
  lastAt: number;
}

/** What is done in a person's own browser, as the instruments of the proxy report it. */
export class ProxiedPages {
  readonly #timeline: Timeline;
  readonly #pages = new Map<number, Observed>();
  readonly #served = new Map<string, string>();
  #count = 0;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  wire(event: WireEvent): void {
    if (event.type === 'page') this.#served.set(event.target, event.html);
  }

  report(tab: number, report: PageReport): void {
    if (report.type === 'hello') return this.#open(tab, report.url);
    const page = this.#pages.get(tab);
    if (page === undefined) return;
    page.lastAt = Date.now();
    if (report.type === 'snapshot') page.snapshot = report.snapshot;
    if (report.type === 'record') this.#record(page, report.record);
  }

  /** What was observed of each page, in the order in which they were opened. */
  get visits(): readonly (Visit & { readonly label: string })[] {
    return [...this.#pages.values()].flatMap(({ label, url, openedAt, records, snapshot, lastAt }) => {
      if (snapshot === undefined) return [];
      const { pathname, search } = new URL(url);
      const observedMs = Math.max(0, lastAt - openedAt);
      return [
        {
          ...{ label, snapshot, records: records.all, html: this.#served.get(pathname + search) ?? '' },
          ...{ typed: undefined, clicked: [], observedMs, endedAt: observedMs, failure: undefined },
        },
      ];
    });
  }

  #open(tab: number, url: string): void {
    if (!URL.canParse(url)) return;
    this.#count += 1;
    const label = `tab ${this.#count}`;
    const openedAt = Date.now();
    const page = { label, url, openedAt, lastAt: openedAt, snapshot: undefined };
    this.#pages.set(tab, { ...page, records: new PageRecords(), ledger: new PageLedger() });
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > MOST_PAGES && oldest !== undefined) this.#pages.delete(oldest);
  }

  #record(page: Observed, reportedRecord: PageRecord): void {
    const record = { ...reportedRecord, at: Math.max(0, reportedRecord.at - page.openedAt) };
    const client = { kind: 'tab', label: page.label } as const;
    page.records.add(record);
    recordPage(this.#timeline, client, page.ledger, record);
  }
}

/** Options for a page that the tutor itself opens. */
const OF_OWN_BROWSER = ['send', 'click', 'dom', 'header', 'cookie', 'migrate'] as const;

/** @returns the port; a problem: it is none, or something else does not fit */
function readPort(asked: Asked, options: DiagnoseOptions): Result<number> {
  const port = Number(options.proxy);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return wrongUsage(`"${options.proxy}" is not a port.`, 'A number from 1 to 65535: --proxy 8001.');
  const unfit = unfitOption(options, OF_OWN_BROWSER, {
    isFor: "a browser of the tutor's own, and with --proxy you use yours.",
    next: 'Type, click and log in there.',
  });
  if (unfit !== undefined) return unfit;
  if (asked.url.protocol !== 'http:' || !LOOPBACK.has(asked.url.hostname))
    return wrongUsage(
      `${asked.url.origin} is not a server of this machine that speaks http.`,
      'The proxy works only in front of such a server. Without --proxy, a browser opens any page.',
    );
  return ok(port);
}

/** Observes the person's own browser through the coach's proxy until Ctrl-C or for the time that was asked for, then reports as for any page. */
export async function diagnoseProxied(reporting: Reporting, given: string): Promise<number> {
  const { context, options, output } = reporting;
  const served = readServed(context, given, options);
  if (!served.ok) return printProblem(context, served.problem, options);
  const { asked, secrets } = served.value;
  const failed = (problem: Parameters<typeof printProblem>[1]): number =>
    printProblem(context, secrets.mask(problem), options);
  const port = readPort(asked, options);
  if (!port.ok) return failed(port.problem);
  const unreachable = await whyUnreachable(asked.url);
  if (unreachable !== undefined) return failed(unreachable.problem);
  const timeline = new Timeline();
  const address = `http://localhost:${port.value}${asked.url.pathname}${asked.url.search}`;
  const told = await observed(asked, {
    ...{ port: port.value, address, timeline, secrets },
    signal: context.signal,
    isTimed: options.for !== undefined,
    say: () => {
      const end =
        options.for === undefined ? 'Ctrl-C ends it and prints the report.' : `The report comes after ${options.for}.`;
      if (isForPeople(reporting)) output.note(secrets.mask(`Open ${address} in your browser. ${end}`));
    },
  });
  if (!told.ok) return context.signal.aborted ? EXIT.interrupted : failed(told.problem);
  const about = {
    ...{ subject: asked.url.href, origin: asked.url.origin },
    ...{ timeline: timeline.entries, durationMs: timeline.now() },
  };
  return reported(reporting, outcomeOf(told.value, about, secrets));
}

interface Observing {
  readonly port: number;
  readonly address: string;
  readonly timeline: Timeline;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
  readonly isTimed: boolean;
  /** Says that the proxy listens. */
  readonly say: () => void;
}

async function observed(asked: Asked, observing: Observing): Promise<Result<Told>> {
  const { port, timeline, signal, isTimed, say, address } = observing;
  const pages = new ProxiedPages(timeline);
  const server = Number(asked.url.port) || 80;
  const proxy = await openProxy({
    ...{ port, server: () => server },
    onWire: (event) => pages.wire(event),
    pages: {
      watch: { watched: [], events: PAGE_EVENTS },
      onReport: (tab, report) => pages.report(tab, report),
      onClose: () => undefined,
    },
  });
  if (proxy === undefined)
    return environmentProblem(`Port ${port} is taken, or may not be listened on.`, 'Name another one: --proxy 8123.');
  try {
    say();
    await untilOver(isTimed ? asked.forMs : undefined, signal);
    const { visits } = pages;
    if (visits.length === 0)
      return environmentProblem(
        `No page was opened at ${address}.`,
        'Open that address in your browser, and leave it open.',
      );
    return ok(await worstOf(visits, asked, observing));
  } finally {
    await proxy.close();
  }
}

/** @param forMs undefined: until the person ends it */
async function untilOver(forMs: number | undefined, signal: AbortSignal): Promise<void> {
  const time = forMs === undefined ? undefined : deadlineSignal(forMs);
  await Promise.race([aborted(signal), ...(time === undefined ? [] : [aborted(time.signal)])]);
  time?.cancel();
}

/** The diagnosis of the first page in which something is wrong; where nothing is, of the one in which most has happened. */
async function worstOf(
  visits: readonly (Visit & { readonly label: string })[],
  { folder }: Asked,
  { timeline, secrets, signal }: Observing,
): Promise<Told> {
  const locate = locatorIn(folder);
  const all: { readonly seen: (typeof visits)[number]; readonly diagnosis: Diagnosis }[] = [];
  for (const seen of visits) {
    // After Ctrl-C a person does not wait for servers.
    const probes = signal.aborted ? {} : await probe(seen, { timeline });
    secrets.learnFrom([seen.records, probes]);
    all.push({ seen, diagnosis: diagnose(seen, { locate, probes }) });
  }
  const wrong = all.find(({ diagnosis }) =>
    diagnosis.answers.some(({ findings }) => findings.some(({ severity }) => severity === 'error')),
  );
  const [busiest] = all.toSorted((a, b) => b.seen.records.length - a.seen.records.length);
  const chosen = wrong ?? busiest;
  if (chosen === undefined) throw new Error('a report needs a page');
  const { seen, diagnosis } = chosen;
  const about = visits.length === 1 ? '' : ` Of ${plural(visits.length, 'page')} this is ${seen.label}.`;
  return { diagnosis, overview: `${overviewOf(seen, diagnosis, 'Observed in your own browser.')}${about}` };
}
