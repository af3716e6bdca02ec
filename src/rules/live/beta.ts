import { betaEvents, betaMembers, isBeta } from '../../htmx/v4/beta.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import { literal } from '../../model/pattern.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';
import { sendPlace } from '../places.ts';

const MOST = 3;

/**
 * Forms of the alphas and betas of htmx 4 that htmx 4.0 no longer has: most tutorials are of that time. A page that names the new form too
 * serves both.
 */
export function betaForms(page: ObservedPage): readonly FindingOf<'htmx/beta-form'>[] {
  const version = page.snapshot.htmx?.version ?? '';
  if (page.dialect.major !== 4 || version === '') return [];
  if (isBeta(version)) {
    const where = page.placeOfTag('script');
    return [finding(page, { kind: 'version', found: version, use: '' }, where)];
  }
  const events = betaEvents(page.html).filter(({ use }) => !page.html.includes(use));
  const received = ofType(page.records, 'socket-received').flatMap(({ data }) => betaMembers(data));
  const members = received.filter(({ found }, at) => received.findIndex((each) => each.found === found) === at);
  return [
    ...events.map((form) => finding(page, form, page.locate.find('page', new RegExp(literal(form.found), 'u')))),
    ...members.map((form) => finding(page, form, memberPlace(page, form.found))),
  ].slice(0, MOST);
}

function finding(
  page: ObservedPage,
  facts: FindingOf<'htmx/beta-form'>['facts'],
  where: readonly Place[],
): FindingOf<'htmx/beta-form'> {
  return { code: 'htmx/beta-form', severity: 'warning', facts, evidence: page.evidence(where) };
}

function memberPlace(page: ObservedPage, name: string): readonly Place[] {
  return sendPlace(
    page.locate,
    page.contract.socketPath ?? '',
    new RegExp(String.raw`\b${literal(name)}\b['"]?\s*[:=]`, 'u'),
  );
}
