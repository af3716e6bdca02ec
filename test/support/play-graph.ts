import type { CheckResult } from '../../src/model/check.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { Code } from '../../src/model/finding.ts';
import type { PageDriver } from '../../src/model/page.ts';
import type { TimelineEntry } from '../../src/model/timeline.ts';
import type { Step } from '../../src/model/step.ts';
import type { Check, CheckSelection, Outcome } from '../../src/run/check.ts';
import type { RunContext } from '../../src/run/context.ts';
import { runGraph } from '../../src/run/graph.ts';
import type { GraphOptions } from '../../src/run/graph.ts';
import type { LearnerServer } from '../../src/servers/server.ts';

const STEP = { id: 'step-1', title: 'One' } as Step;
export const OTHER_STEP = { id: 'step-2', title: 'Two' } as Step;

/** A check: what it declares, and what it sees. */
export interface Made {
  readonly needs?: readonly string[];
  readonly yieldsTo?: readonly string[];
  readonly after?: readonly string[];
  readonly observes?: Check['observes'];
  readonly tags?: readonly string[];
  readonly tab?: string;
  readonly harmsServer?: true;
  readonly breaks?: { readonly codes: readonly Code[]; readonly checks: CheckSelection };
  readonly outcome?: Outcome | (() => Promise<Outcome>);
  readonly step?: Step;
}

export interface Played {
  readonly results: Readonly<Record<string, CheckResult>>;
  readonly statuses: Readonly<Record<string, string>>;
  readonly events: readonly string[];
  /** Ids of the checks in the order in which they ran. */
  readonly ran: readonly string[];
}

/** What the checks of a run see of it. */
export interface World {
  /** The shared server, once it has ended by itself. */
  readonly crashed?: LearnerServer;
  /** Whether a second server cannot run beside the first. */
  readonly single?: boolean;
  /** Why no page can be looked at here. */
  readonly notRun?: { readonly what: string; readonly isLax: boolean };
  /** What has gone over the wire. */
  readonly entries?: readonly TimelineEntry[];
  /** Whether tabs open. */
  readonly tab?: { readonly ok: true; readonly value: PageDriver } | { readonly ok: false; readonly problem: Outcome };
}

/** A server that ended with an error. */
export const DEAD = {
  port: 3000,
  exit: () => ({ code: 1, signal: undefined, startError: undefined }),
  output: { text: () => 'Error: boom\n', last: () => ['Error: boom'], lines: [{ text: 'Error: boom' }] },
} as unknown as LearnerServer;

/** Runs checks that are made of these, by id, in a world of which they see this much. */
export async function play(
  made: Readonly<Record<string, Made>>,
  world: World = {},
  options: Partial<GraphOptions> = {},
): Promise<Played> {
  const ran: string[] = [];
  const events: string[] = [];
  const planned = Object.entries(made).map(([id, { outcome = { findings: [] }, step = STEP, ...rest }]) => ({
    step,
    check: {
      id,
      title: `Check ${id}`,
      observes: 'server',
      needs: [],
      ...rest,
      run: async () => {
        ran.push(id);
        return typeof outcome === 'function' ? outcome() : outcome;
      },
    } as Check,
  }));
  const context = {
    folder: '/nowhere',
    servers: { crashed: async () => world.crashed, single: async () => world.single === true },
    timeline: { now: () => performance.now(), entries: world.entries ?? [] },
    tabs: { notRun: world.notRun, open: async () => world.tab },
    closeClients: async () => void events.push('clients closed'),
    sources: { serverFile: () => [{ file: 'main.js' }] },
  } as unknown as RunContext;
  const results = await runGraph({
    planned,
    context,
    serverFamilies: ['oob'],
    known: undefined,
    signal: new AbortController().signal,
    isDoubtful: () => false,
    emit: (event: RunEvent) => {
      if (event.type === 'check-started') events.push(`${event.step} ${event.id} ${event.title} started`);
      if (event.type === 'check-finished') events.push(`${event.step} ${event.result.id} ${event.result.status}`);
    },
    ...options,
  });
  return {
    results: Object.fromEntries(results),
    statuses: Object.fromEntries([...results].map(([id, { status }]) => [id, status])),
    events,
    ran,
  };
}
