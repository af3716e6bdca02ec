import type { Evidence, Finding, FindingOf } from '../../model/finding.ts';
import type { SourceLocator } from '../locate.ts';
import { firstOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { errorText } from '../../model/server-error.ts';
import type { ServerLog } from './log.ts';
import { quoted } from '../places.ts';
import { missingPage } from './missing-page.ts';

/** `GET /` was answered with something other than a page. */
interface PageNotServed {
  readonly status: number;
  readonly body: string;
  readonly log: ServerLog;
  /** Who runs the server: a file that is missing here may exist where a remote server looks for it. */
  readonly runs: 'here' | 'elsewhere';
  /** Path of the page. */
  readonly path: string;
  /** See `PageAnswer`. */
  readonly pageFile: string | undefined;
  readonly locate: SourceLocator;
}

/** The part of a body that shows what it is, in characters. */
const BODY_SHOWN = 300;

/** Why `GET /` was answered with an error, the most specific cause first. */
const PAGE_NOT_SERVED: readonly Rule<PageNotServed>[] = [templateCall, pageMissing];

/** Why there is no page: the exception that the server printed, if there is one. */
export function whyPageNotServed(view: PageNotServed): Finding {
  return (
    firstOf(PAGE_NOT_SERVED, view) ?? {
      code: 'page/not-served',
      severity: 'error',
      facts: { status: view.status, error: errorText(view.log.error?.report), ...unseen(view) },
      evidence: evidenceOf(view),
    }
  );
}

function unseen({ status, log }: PageNotServed): { readonly unseen?: true } {
  return status >= 500 && log.error === undefined && log.unseen === true ? { unseen: true } : {};
}

/** `TemplateResponse` is called in a form that the installed Starlette does not accept. */
function templateCall(view: PageNotServed): Finding | undefined {
  const report = view.log.error?.report;
  const error = errorText(report);
  const wants = report?.excerpt.includes('TemplateResponse') === true ? wantedForm(error) : undefined;
  if (wants === undefined) return undefined;
  return { code: 'python/template-call', severity: 'error', facts: { wants, error }, evidence: evidenceOf(view) };
}

/** The file of the page does not exist. */
function pageMissing(view: PageNotServed): Finding | undefined {
  const { status, log, pageFile, locate, runs } = view;
  if (runs === 'elsewhere') return undefined;
  const report = log.error?.report;
  const missing = missingPage({ status, report, pageFile, locate });
  if (missing === undefined) return undefined;
  const evidence = evidenceOf(view);
  return {
    code: 'page/not-served',
    severity: 'error',
    facts: { status, error: errorText(report), page: missing.facts },
    evidence: { ...evidence, where: report?.where === undefined ? missing.where : [report.where] },
  };
}

function evidenceOf({ status, body, log, path, locate }: PageNotServed): Evidence {
  const where = log.error?.report.where;
  return {
    did: { kind: 'http', path },
    ...(status === 0 ? {} : { answer: { status } }),
    received: body.slice(0, BODY_SHOWN),
    output: log.error?.lines ?? log.lastLines,
    where: where === undefined ? locate.find('server', quoted(path)) : [where],
  };
}

/**
 * The form of `TemplateResponse` that the installed Starlette accepts, derived from the error of the other form: up to 0.28 the name comes
 * first and the context must contain the request; since 0.29 the request may come first, and since 1.0 it must.
 */
export function wantedForm(error: string): FindingOf<'python/template-call'>['facts']['wants'] | undefined {
  if (
    /context must include a "request" key|TemplateResponse\(\) got an unexpected keyword argument 'request'/u.test(
      error,
    )
  )
    return 'name-first';
  return /unhashable type: 'dict'|TemplateResponse\(\) missing \d+ required positional arguments?: .*'name'/u.test(
    error,
  )
    ? 'request-first'
    : undefined;
}
