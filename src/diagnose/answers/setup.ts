import type { Finding } from '../../model/finding.ts';
import { uselessAttributes, worksAsLegacy } from '../../rules/attributes.ts';
import { twoConnections, whyNotConnected } from '../../rules/connect.ts';
import { pageHung, scriptThrew } from '../../rules/observed-page.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { declares, TRANSPORTS, whyNotSetUp, whyScriptsFail } from '../../rules/page-fails.ts';
import { firstOf } from '../../rules/rule.ts';
import { SILENT } from '../../rules/server/log.ts';
import { versionWarning } from '../../rules/setup/htmx-core.ts';
import { brokenScripts } from '../../rules/setup/scripts.ts';
import { ENDPOINT_ELSEWHERE, HANDSHAKE_REFUSED } from '../../rules/socket/handshake.ts';
import { NOT_200, OTHER_TYPE } from '../../rules/stream/response.ts';
import type { ComparedStream } from '../../rules/stream/response.ts';
import type { Found, Judged, Probes, SeenStream } from './judged.ts';

/** Why htmx or an extension that the page needs does not start; undefined: they do. */
export function causeAtStart(page: ObservedPage): Finding | undefined {
  const declared = TRANSPORTS.filter((transport) => declares(page, transport));
  return whyScriptsFail(page) ?? declared.map((transport) => whyNotSetUp(page, transport)).find(Boolean);
}

/** The page goes on running, and no script of it throws. */
export function runs({ page, failure, cause }: Judged): Found {
  const isMeant = TRANSPORTS.some((transport) => declares(page, transport));
  // An error of a script that has a cause of its own is part of that.
  const threw = isMeant && cause === undefined ? scriptThrew(page) : undefined;
  const findings = [pageHung(failure), threw && ({ ...threw, severity: 'warning' } as const)];
  return { findings: findings.filter((finding) => finding !== undefined) };
}

/** htmx and the extensions that the page needs are there. */
export function starts({ page, cause }: Judged): Found {
  const missing = brokenScripts(page).filter(({ severity }) => severity === 'warning');
  return { findings: [...(cause === undefined ? [] : [cause]), ...missing, ...warningsOf(page)] };
}

/** What works and is not as it should be: versions, attributes of another major, attributes that no htmx knows. */
function warningsOf(page: ObservedPage): readonly Finding[] {
  const declared = TRANSPORTS.filter((transport) => declares(page, transport));
  if (declared.length === 0) return [];
  const warnings = [versionWarning(page), worksAsLegacy(page)].filter((finding) => finding !== undefined);
  return [...warnings, ...declared.flatMap((transport) => uselessAttributes(page, transport))];
}

/** Every kind of connection that an element of the page asks for is open. */
export function connects({ page, probes, cause }: Judged): Found {
  const declared = TRANSPORTS.filter((transport) => declares(page, transport));
  if (declared.length === 0) return { findings: [], skipped: 'no element of the page connects' };
  if (cause !== undefined) return { findings: [], skipped: 'it needs htmx and its extensions' };
  const failed = declared
    .filter((transport) => !page.connected(transport))
    .map((transport) => whyNotConnected(page, transport))
    .map((finding) => asServed(page, probes, finding) ?? finding);
  const twice = declared.flatMap((transport) => twoConnections(transport)(page) ?? []);
  return { findings: [...failed, ...twice] };
}

/** A page learns little of an answer that is not as it should be; a client of the tutor's own has seen it. */
function asServed(page: ObservedPage, { refused, stream }: Probes, { code }: Finding): Finding | undefined {
  if (code === 'page/ws-not-open') return refused && whyRefused(page, refused);
  if (code !== 'sse/client-disagrees' && code !== 'page/sse-bad-url') return undefined;
  return stream && firstOf<ComparedStream>([...NOT_200, ...OTHER_TYPE], streamView(page, stream));
}

function streamView({ locate }: ObservedPage, stream: SeenStream): ComparedStream {
  const shows = (data: string): boolean => data.trim() !== '';
  return { ...stream, log: UNSEEN, contract: {}, locate, shows, elsewhere: undefined };
}

/** The server was started by somebody else. */
const UNSEEN = { ...SILENT, unseen: true } as const;

function whyRefused({ locate }: ObservedPage, refused: NonNullable<Probes['refused']>): Finding | undefined {
  const view = { ...refused, log: UNSEEN, locate };
  return firstOf(HANDSHAKE_REFUSED, view) ?? firstOf(ENDPOINT_ELSEWHERE, { ...view, near: undefined });
}
