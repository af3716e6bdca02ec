import type { Finding, FindingOf } from '../model/finding.ts';
import { errorWords } from '../servers/exit-report.ts';
import { linesOf } from '../servers/own-lines.ts';
import { missingPage } from './missing-page.ts';
import { errorSaid } from './server-says.ts';
import type { RunContext } from './context.ts';

/** Why `GET /` was answered with an error: the exception that the server printed, where there is one. */
export async function whyNotServed(
  context: RunContext,
  answer: { readonly status: number; readonly body: string },
): Promise<Finding> {
  const { status, body } = answer;
  const server = await context.servers.get();
  const report = server.ok && status >= 500 ? await errorSaid(context, server.value, '/') : undefined;
  const error = errorWords(report);
  const evidence = {
    did: { kind: 'http', path: '/' },
    answer: { status },
    received: body.slice(0, 300),
    output: server.ok ? linesOf(report, server.value.output, { folder: context.folder, most: 8 }) : [],
    where: report?.where === undefined ? context.sources.find('server', /['"`]\/['"`]/u) : [report.where],
  } as const;
  const wants = report?.excerpt.includes('TemplateResponse') === true ? wantedForm(error) : undefined;
  if (wants !== undefined)
    return { code: 'python/template-call', severity: 'error', facts: { wants, error }, evidence };
  const missing = missingPage(context, { status, report });
  if (missing !== undefined)
    return {
      code: 'page/not-served',
      severity: 'error',
      facts: { status, error, page: missing.facts },
      evidence: { ...evidence, where: report?.where === undefined ? missing.where : [report.where] },
    };
  return { code: 'page/not-served', severity: 'error', facts: { status, error }, evidence };
}

/**
 * The form of `TemplateResponse` that the installed Starlette takes, by how it fails at the other: until 0.28 the name comes first and
 * the context must hold the request; since 0.29 the request may come first, and since 1.0 it must.
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
