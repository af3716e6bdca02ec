import { openPage } from '../../src/commands/diagnose/open-page.ts';
import { probe } from '../../src/commands/diagnose/probe.ts';
import { diagnose, stopped, visit } from '../../src/diagnose/index.ts';
import type { Diagnosis } from '../../src/diagnose/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PageEngine } from '../../src/model/page.ts';
import { Timeline } from '../../src/observe/timeline.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { inTurn } from './turns.ts';

export interface DiagnosedOptions {
  /** For how long the page is observed. Milliseconds. */
  readonly forMs: number;
  /** Typed into the form that sends. */
  readonly send?: string | undefined;
  /** CSS selectors of what is clicked before. */
  readonly clicks?: readonly string[];
}

/** What `diagnose` says of a page. A page that cannot be opened throws. It takes turns with the checks of other workers. */
export function diagnosisOf(engine: PageEngine, address: string, options: DiagnosedOptions): Promise<Diagnosis> {
  return inTurn(() => diagnosisNow(engine, address, options));
}

async function diagnosisNow(
  engine: PageEngine,
  address: string,
  { forMs, send, clicks = [] }: DiagnosedOptions,
): Promise<Diagnosis> {
  const timeline = new Timeline();
  const opened = await openPage(engine, new URL(address), { timeline });
  if (!opened.ok) {
    if ('reason' in opened.problem) return stopped(opened.problem);
    throw new Error(JSON.stringify(opened.problem));
  }
  const page = opened.value;
  try {
    const text = send === undefined ? {} : { text: send };
    const visited = await visit(page, { forMs, clicks, ...text, signal: new AbortController().signal });
    return diagnose(visited, { locate: NOWHERE, probes: await probe(visited, { timeline }) });
  } finally {
    await page.close();
  }
}

/** What `diagnose` finds on a page, in the order of its report. */
export async function findingsOn(...asked: Parameters<typeof diagnosisOf>): Promise<readonly Finding[]> {
  const { answers } = await diagnosisOf(...asked);
  return answers.flatMap(({ findings }) => findings);
}
