import type { Transport } from '../../htmx/index.ts';
import type { Finding } from '../../model/finding.ts';
import { inertConnector } from '../../rules/inert.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { swapsNothing, uselessAttributes, worksAsLegacy } from '../../rules/attributes.ts';
import {
  connectsByItself,
  sendsFromWrapper,
  sendsOutside,
  whyEventsAreLost,
  whyNothingConnects,
} from '../../rules/markup/connections.ts';
import { goneFromHost, withoutVersion } from '../../rules/live/no-version.ts';
import { extensionOfOtherMajor, extensionRunsFirst } from '../../rules/markup/scripts.ts';
import { declares, TRANSPORTS, whyNotSetUp } from '../../rules/page-fails.ts';
import { idTwice } from '../../rules/send-warnings.ts';
import { quoteNotClosed } from '../../rules/setup/open-quote.ts';
import { tagNotClosed } from '../../rules/setup/unclosed.ts';
import type { Found } from '../answers/judged.ts';
import { declaredNames } from '../declared.ts';
import type { Contract } from '../../model/contract.ts';
import type { Answer, Question } from '../questions.ts';
import { trafficOf } from '../traffic.ts';
import type { Traffic } from '../traffic.ts';
import { staticPage } from './static-page.ts';
import type { StaticPage } from './static-page.ts';

/** What is said of markup, and what could not be judged. */
export interface MarkupDiagnosis {
  readonly answers: readonly Answer[];
  readonly names: Contract;
  /** None. */
  readonly traffic: Traffic;
  /** The version of htmx that the markup loads, by the address of the script; undefined: no script tag is one of htmx. */
  readonly version: string | undefined;
  /** Sentences. */
  readonly notJudged: readonly string[];
}

/** Judges the markup of a page alone: no server is asked, and no script runs. Pure. @param file as findings name it */
export function diagnoseMarkup(html: string, file: string): MarkupDiagnosis {
  const read = staticPage(html, file);
  const found = (Object.keys(ANSWERS) as Question[]).flatMap((question) => {
    const answer = ANSWERS[question]?.(read);
    return answer === undefined ? [] : [{ question, ...answer }];
  });
  const errors = found.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error')).map(keyOf);
  const answers = found.map(({ findings, ...rest }): Answer => {
    // What is an error for one question is not a warning for another.
    const own = findings.filter((each) => each.severity === 'error' || !errors.includes(keyOf(each)));
    const { skipped, ...question } = rest;
    return { ...question, findings: own.map(asRead), ...(own.length > 0 || skipped === undefined ? {} : { skipped }) };
  });
  const { page } = read;
  return {
    answers,
    names: declaredNames(page),
    traffic: trafficOf([]),
    version: read.opaque.length > 0 || !read.isWhole ? undefined : page.snapshot.htmx?.version,
    notJudged: notJudged(read),
  };
}

function keyOf({ code, facts }: Finding): string {
  return `${code} ${JSON.stringify(facts)}`;
}

/** Nobody has opened the page or waited for anything. */
function asRead(finding: Finding): Finding {
  const { did: _did, waitedMs: _waited, ...evidence } = finding.evidence;
  return { ...finding, evidence };
}

/** Questions that markup alone says nothing about are absent. */
const ANSWERS: { readonly [Q in Question]?: (read: StaticPage) => Found } = {
  'page-runs': () => ({ findings: [], skipped: 'no script has run' }),
  'htmx-starts': starts,
  connects,
  'form-sends': sends,
  'messages-swapped': messages,
  'events-swapped': events,
};

const UNREADABLE = 'a quote or a tag is not closed';

function starts({ page, isWhole }: StaticPage): Found {
  const declared = TRANSPORTS.filter((transport) => declares(page, transport));
  const cause = tagNotClosed(page) ?? (declared.length === 0 ? undefined : quoteNotClosed(page)) ?? notSetUp(page);
  const legacy = declared.length === 0 || cause !== undefined ? undefined : worksAsLegacy(page);
  const useless = declared.flatMap((transport) => uselessAttributes(page, transport));
  const versions = withoutVersion(page);
  const findings = [cause, legacy, ...versions].filter((finding) => finding !== undefined);
  const skipped = declared.length === 0 ? { skipped: 'no element of the page connects' } : {};
  const scripts = isWhole ? {} : { skipped: 'other files may bring the scripts' };
  return { findings: [...findings, ...useless], ...scripts, ...skipped };
}

/** A script that an element needs is not there, or is not the right one. */
function notSetUp(page: ObservedPage): Finding | undefined {
  const declared = TRANSPORTS.filter((transport) => declares(page, transport));
  const first = declared.map((transport) => extensionRunsFirst(page, transport)).find(Boolean);
  const needed = declared.filter((transport) => !connectsByItself(page, transport));
  const wrong = (transport: Transport): Finding | undefined =>
    goneFromHost(page, transport) ?? extensionOfOtherMajor(page, transport) ?? whyNotSetUp(page, transport);
  return first ?? needed.map(wrong).find(Boolean);
}

/** An open quote or tag takes what follows it, so that elements seem to be missing. */
function isSwallowed(page: ObservedPage): boolean {
  return tagNotClosed(page) !== undefined || quoteNotClosed(page) !== undefined;
}

function connects({ page, isWhole }: StaticPage): Found {
  const declared = TRANSPORTS.filter(
    (transport) => declares(page, transport) || inertConnector(page, transport) !== undefined,
  );
  if (isSwallowed(page)) return { findings: [], skipped: UNREADABLE };
  if (declared.length === 0) return { findings: [], skipped: 'no element of the page connects' };
  if (notSetUp(page) !== undefined) return { findings: [], skipped: 'it needs htmx and its extensions' };
  const findings = declared
    .map((transport) => whyNothingConnects(page, transport, isWhole))
    .filter((finding) => finding !== undefined);
  return { findings, skipped: 'no server was asked' };
}

function sends({ page, isWhole }: StaticPage): Found {
  if (page.withRole('ws', 'send').length === 0)
    return { findings: [], skipped: 'no element of the page sends over a WebSocket' };
  if (isSwallowed(page)) return { findings: [], skipped: UNREADABLE };
  const outside = isWhole ? sendsOutside(page) : undefined;
  const finding = outside ?? sendsFromWrapper(page);
  return { findings: finding === undefined ? [] : [finding], skipped: 'nothing was typed' };
}

function messages({ page, isWhole }: StaticPage): Found {
  const twice = isWhole ? idTwice({ page }) : undefined;
  const findings = twice === undefined ? [] : [{ ...twice, severity: 'warning' } as const];
  return { findings, skipped: 'no message has come' };
}

function events({ page, isWhole }: StaticPage): Found {
  if (!declares(page, 'sse')) return { findings: [], skipped: 'no element of the page waits for events' };
  if (isSwallowed(page)) return { findings: [], skipped: UNREADABLE };
  const finding = whyEventsAreLost(page, isWhole) ?? (notSetUp(page) === undefined ? swapsNothing(page) : undefined);
  return { findings: finding === undefined ? [] : [finding], skipped: 'no event has come' };
}

function notJudged({ isWhole, opaque }: StaticPage): readonly string[] {
  const bundles = opaque.filter((src) => src !== '');
  const inline = opaque.length > bundles.length;
  const unread =
    bundles.length > 0 ? `what ${bundles.slice(0, 3).join(', ')} loads` : inline ? 'what its modules load' : '';
  return [
    'whether files load, whether connections open, and what is sent and received',
    ...(isWhole ? [] : ['what other files bring: it is a part of a page, or a template']),
    ...(unread === '' ? [] : [unread]),
  ];
}
