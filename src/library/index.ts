// What `import … from 'htmx-realtime-tutor'` gives. docs/library.md describes it; scripts/types.mjs writes its declarations.
export { check } from './check.ts';
export { diagnose } from './diagnose.ts';
export type { CheckOptions, DiagnoseOptions } from './options.ts';
export type { Outcome, Problem, ReportedFinding, Verdict } from './outcome.ts';
export type { RunEvent } from '../model/event.ts';
export type { CheckResult, CheckStatus, RunResult, StepResult } from '../model/check.ts';
export type { Code, Evidence, FactsByCode, Finding, Severity } from '../model/finding.ts';
export type { FindingReport } from '../model/finding-report.ts';
export type { Place, TimelineEntry } from '../model/timeline.ts';
// They add their codes to `FactsByCode`, so the declarations need them.
export type { ChapterFacts } from '../chapter/facts.ts';
export type { LabFacts } from '../labs/facts.ts';
