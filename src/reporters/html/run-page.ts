import { focusIn } from '../../messages/index.ts';
import type { CheckResult } from '../../model/check.ts';
import type { TimelineEntry } from '../../model/timeline.ts';
import { distinct, identityOf } from '../../terminal/finding/distinct.ts';
import { excerptOf } from '../../terminal/finding/excerpt.ts';
import { measuredText, plural } from '../../terminal/units.ts';
import { outcomeOfRun, verdictOf } from '../outcome.ts';
import { seenBy } from '../report.ts';
import type { Report, Seen, Started } from '../report.ts';
import { tutorVersion } from '../version.ts';
import { stepLine, stepTable } from './checks.ts';
import type { Anchor } from './checks.ts';
import { conversationOf, diagramOf, LEGEND, listOf, tableOf } from './conversation.ts';
import { documentOf } from './document.ts';
import type { Section } from './document.ts';
import { findingOf } from './finding.ts';
import { markup, moment, prose } from './markup.ts';
import type { Content, Html } from './markup.ts';
import type { SourceReader } from './source-lines.ts';

/** The page of a run. @param ended why the run did not come to its end; undefined: it did */
export function runPage(report: Report, source: SourceReader, ended: string | undefined): string {
  const { result, started } = report;
  const isFailed = report.first !== undefined;
  const outcome = ended === undefined ? outcomeOfRun(result) : isFailed ? 'fail' : 'unknown';
  const heading =
    ended === undefined ? verdictOf(result) : `${result.target}: ${isFailed ? 'not passed' : 'no verdict'}`;
  const target = started.steps.find(({ id }) => id === result.target);
  return documentOf({
    title: `${heading} · ${folderName(started)}`,
    outcome,
    heading,
    lead: markup`<p class="lead">${prose(target?.title ?? '')}</p>
${ended === undefined ? undefined : markup`<p class="reason">${ended}</p>`}
${result.steps.length < 2 ? undefined : stepLine(result.steps)}`,
    facts: factsOf(report),
    sections: sectionsOf(report, source),
    tutor: tutorVersion(),
  });
}

function folderName({ folder, backendKind }: Started): string {
  if (backendKind === 'url') return folder;
  return folder.split(/[/\\]/u).findLast((part) => part !== '') ?? folder;
}

function factsOf({ result, started, startedAt }: Report): readonly (readonly [string, Content])[] {
  const checks = result.steps.flatMap((step) => step.checks);
  const count = (status: CheckResult['status'], words: string): string => {
    const many = checks.filter((check) => check.status === status).length;
    return many === 0 ? '' : `${many} ${words}`;
  };
  const counts = [
    count('pass', 'passed'),
    count('fail', 'failed'),
    count('warn', 'passed with a warning'),
    count('unknown', 'undecided'),
    count('skip', 'skipped'),
  ];
  const facts: readonly (readonly [string, Content])[] = [
    ['Checks', counts.filter(Boolean).join(', ')],
    ['Checked', moment(startedAt.toISOString())],
    ['Time', measuredText(result.durationMs)],
    ['Server', started.backend === started.folder ? '' : started.backend],
    ['Seed', started.seed],
    // Of a page that is diagnosed, the heading names it.
    ['Folder', started.backendKind === 'url' ? '' : started.folder],
  ];
  return facts.filter(([, value]) => value !== '');
}

function sectionsOf(report: Report, source: SourceReader): readonly Section[] {
  const { result, started } = report;
  const timeline = result.steps.flatMap((step) => step.timeline);
  const proves = started.steps.find(({ id }) => id === result.target)?.proves;
  const shown = distinct(
    result.steps.flatMap((step) => step.checks.flatMap((check) => seenBy(check, report))),
    ({ finding }) => finding,
  );
  const errors = shown.filter(({ finding }) => finding.severity === 'error');
  const warnings = shown.filter(({ finding }) => finding.severity === 'warning');
  const anchors = new Map(shown.map(({ finding }, index) => [identityOf(finding), `finding-${index + 1}`]));
  const idOf = ({ finding }: Seen): string => anchors.get(identityOf(finding)) ?? '';
  const block = (seen: Seen): Html => blockOf(seen, { id: idOf(seen), source, timeline });
  const anchorsOf = (check: CheckResult): readonly Anchor[] =>
    seenBy(check, report).map((seen) => ({ id: idOf(seen), code: seen.finding.code }));
  return [
    ...(result.passed && proves !== undefined ? [provedSection(proves)] : []),
    ...(errors.length === 0 ? [] : [{ id: 'fix', title: 'What to fix', content: errors.map(block) }]),
    ...(warnings.length === 0 ? [] : [{ id: 'look', title: 'Worth a look', content: warnings.map(block) }]),
    {
      id: 'checks',
      title: 'Every check',
      content: result.steps.map((step) => stepTable(step, anchorsOf)),
    },
    ...(timeline.length === 0 ? [] : [conversationSection(timeline)]),
  ];
}

function provedSection(proves: string): Section {
  return { id: 'proved', title: 'What this proves', content: markup`<p>${prose(proves)}</p>` };
}

function conversationSection(timeline: readonly TimelineEntry[]): Section {
  return { id: 'conversation', title: 'The conversation', content: conversationOf(timeline) };
}

interface BlockPlace {
  readonly id: string;
  readonly source: SourceReader;
  readonly timeline: readonly TimelineEntry[];
}

function blockOf({ step, check, finding, view }: Seen, { id, source, timeline }: BlockPlace): Html {
  const { wire } = finding.evidence;
  const excerpt = wire === undefined ? undefined : excerptOf(timeline, wire);
  const rows = (excerpt?.rows ?? []).map((row) => (row === 'gap' ? { skipped: 0 } : row));
  // A server to which nobody has spoken: what it printed is quoted with the finding.
  const hasTalk = rows.some((row) => !('skipped' in row) && row.kind !== 'process');
  const title = `${listOf(wire?.clients ?? [])} around this moment`;
  return findingOf({
    id,
    code: finding.code,
    severity: finding.severity,
    title: view.words.title,
    seenIn: `${step.step}, ${check.title}`,
    parts: view.parts,
    source,
    conversation: hasTalk
      ? markup`<h4>On the wire</h4>
${diagramOf(rows, { title, caption: LEGEND, focus: (text) => focusIn(text, finding) })}
<details>
<summary>The same as a table, ${plural(rows.length, 'line')}</summary>
${tableOf(rows, title)}
</details>`
      : undefined,
  });
}
