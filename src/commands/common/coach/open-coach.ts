import { Coach } from '../../../coach/index.ts';
import type { CoachRules } from '../../../coach/index.ts';
import { PAGE_EVENTS } from '../../../htmx/events.ts';
import type { CoachEvent } from '../../../model/coach-event.ts';
import type { Step, StepExamples } from '../../../model/step.ts';
import { openProxy } from '../../../observe/proxy/proxy.ts';
import { Sources } from '../../../run/sources.ts';
import { openWorkspace } from '../../../workspace/index.ts';
import { pageWire } from './page-wire.ts';
import type { PageWire } from './page-wire.ts';
import type { FolderSession } from '../folder/session.ts';

export interface OpenedCoach {
  /** Where the browser finds the page. */
  readonly port: number;
  /** What keys do to the connections of the pages. */
  readonly wire: PageWire;
  /** The learner's server was stopped, or has been started. */
  serverChanged(state: 'up' | 'down'): void;
  /** Whether a page has asked for a file of this name. */
  hasServed(name: string): boolean;
  /** Has all open pages load again. @param file that was saved */
  reload(file: string): void;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface OpenCoachOptions {
  readonly session: FolderSession;
  readonly port: number;
  /** Where the learner's server listens; undefined: nowhere now. */
  readonly server: () => number | undefined;
  readonly tell: (event: CoachEvent) => void;
}

/** Names of files that are remembered. */
const MOST_NAMES = 500;

/** How often the coach looks whether something has not happened in time. Milliseconds. */
const TICK_MS = 500;

/** Puts the proxy in front of the learner's server, and the coach behind it. Undefined: the port is taken. */
export async function openCoach({ session, port, server, tell }: OpenCoachOptions): Promise<OpenedCoach | undefined> {
  const { chapter, folder, backend } = session;
  const makeRules = await chapter.loadCoachRules();
  let wanted = wantedNow(session);
  const rules: CoachRules = makeRules((name) => wanted?.has(name) ?? true);
  const coach = new Coach({ rules, locator: () => new Sources(folder, backend.command), tell });
  const { target } = rules.contract;
  const served = new Set<string>();
  const proxy = await openProxy({
    port,
    server,
    onWire: (event) => {
      if (event.type === 'answer' && served.size < MOST_NAMES) served.add(nameIn(event.target));
      coach.wire(event, Date.now());
    },
    pages: {
      watch: {
        watched: target === undefined ? [] : [target],
        events: PAGE_EVENTS,
      },
      onReport: (tab, report) => coach.report(tab, report, Date.now()),
      onClose: (tab) => coach.closed(tab, Date.now()),
    },
  });
  if (proxy === undefined) return undefined;
  const timer = setInterval(() => {
    coach.tick(Date.now());
    proxy.ask();
  }, TICK_MS);
  return {
    port: proxy.port,
    wire: pageWire({ proxy, coach, examples: () => examplesNow(session) }),
    serverChanged(state) {
      // Another terminal may have led to another step meanwhile.
      wanted = wantedNow(session);
      coach.serverChanged(state, Date.now());
      proxy.serverChanged();
    },
    hasServed: (name) => served.has(name),
    reload(file) {
      if (proxy.reload() > 0) tell({ type: 'reload', tab: 'tutor', file });
    },
    async close() {
      clearInterval(timer);
      await proxy.close();
    },
  };
}

/** What the steps up to the current one want of the learner's work; undefined: it is not known which one that is. */
function wantedNow(session: FolderSession): ReadonlySet<string> | undefined {
  const { steps } = session.course;
  const step = currentStep(session);
  return step && new Set(steps.slice(0, steps.indexOf(step) + 1).flatMap(({ wants }) => wants));
}

/** Of the current step; where it is not known which one that is, of the first step that has some. */
function examplesNow(session: FolderSession): StepExamples | undefined {
  const step = currentStep(session);
  return step === undefined
    ? session.course.steps.find(({ examples }) => examples !== undefined)?.examples
    : step.examples;
}

/** Another terminal may have led to another step meanwhile. Undefined: it is not known which one it is. */
function currentStep({ course, folder, workspace }: FolderSession): Step | undefined {
  if (workspace === undefined) return undefined;
  const opened = openWorkspace(folder, { fallback: () => workspace.progress, readOnly: true });
  const { current } = (opened.ok ? opened.value?.workspace.progress : undefined) ?? workspace.progress;
  return course.steps.find(({ id }) => id === current);
}

/** Name of the file at the end of a path; '' for a folder. */
function nameIn(target: string): string {
  return target.split(/[?#]/u)[0]?.split('/').at(-1) ?? '';
}
