import type { Finding } from '../../model/finding.ts';
import type { PageView } from '../../model/page.ts';
import { readFragment } from '../../htmx/markup.ts';
import type { FragmentElement } from '../../htmx/markup.ts';
import { lastLines } from '../../servers/own-lines.ts';
import { handlerPlace, replyPlace } from './echo.ts';
import type { MessageReport } from './message.ts';
import { PageFacts, whyHung } from './page-facts.ts';
import { whyHandlerFailed } from '../../run/server-log.ts';
import type { RunContext } from '../../run/context.ts';
import { CONTRACT } from '../contract.ts';

/** Where htmx puts a top-level element of a message: the style, and the selector (undefined: neither an id nor a selector is given). */
export function outOfBandTarget(element: FragmentElement): {
  readonly style: string;
  readonly selector: string | undefined;
} {
  const value = element.attributes['hx-swap-oob'] ?? element.attributes['data-hx-swap-oob'] ?? 'true';
  const id = element.attributes['id'];
  const own = id === undefined || id === '' ? undefined : `#${id}`;
  const colon = value.indexOf(':');
  if (colon > 0) return { style: value.slice(0, colon), selector: value.slice(colon + 1) };
  return { style: value === 'true' ? 'outerHTML' : value, selector: own };
}

function isJson(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' || typeof parsed === 'string';
  } catch {
    return false;
  }
}

/** Why a message that was sent does not show in #chat-window, from what the page received and what htmx did with it. */
export async function whyNotShown(context: RunContext, tab: PageView, report: MessageReport): Promise<Finding> {
  const hung = whyHung(tab, report.typed);
  if (hung !== undefined) return hung;
  const severity = 'error';
  const did = { kind: 'page', typed: report.typed } as const;
  const where = handlerPlace(context);
  const server = await context.servers.get();
  const output = server.ok ? lastLines(server.value.output, context.folder, 6) : [];
  const facts = await PageFacts.of(context, tab);
  const sent = report.typed;
  const { reply } = report;

  if (reply === undefined) {
    const [other] = report.received;
    const evidence = { did, waitedMs: report.waitedMs, where, output };
    const closed = report.records.find((record) => record.type === 'socket-close');
    const said = { sent: report.sent[0]?.data ?? sent, evidence, ...(closed === undefined ? { patienceMs: 0 } : {}) };
    const because = server.ok ? await whyHandlerFailed(context, server.value, said) : undefined;
    if (because !== undefined) return because;
    if (other !== undefined)
      return {
        code: 'ws/canned-reply',
        severity,
        facts: { sent: report.sent[0]?.data ?? sent },
        evidence: { ...evidence, received: other.data },
      };
    if (closed?.type === 'socket-close')
      return { code: 'ws/closes-at-once', severity, facts: { code: closed.code, reason: closed.reason }, evidence };
    return { code: 'ws/no-reply', severity, facts: { sent: report.sent[0]?.data ?? sent }, evidence };
  }
  const evidence = { did, received: reply.data, where: replyPlace(context, reply.data), output };
  if (reply.binary) return { code: 'ws/binary-reply', severity, facts: { bytes: reply.data.length }, evidence };

  const { elements } = readFragment(reply.data);
  if (elements.length === 0 || isJson(reply.data))
    return { code: 'oob/plain-text', severity, facts: { sent }, evidence };
  const ids = facts.snapshot.elements.map((element) => element.id).filter((id) => id !== '');
  const targets = elements.map(outOfBandTarget);
  const counts = await Promise.all(
    targets.map(async ({ selector }) => (selector === undefined ? 0 : tab.count(selector))),
  );
  const connectors = facts.having('ws-connect').filter((element) => element.id !== '');
  const replaced = connectors.find((element) =>
    targets.some(({ selector, style }) => selector === `#${element.id}` && style === 'outerHTML'),
  );
  const connectorGone = connectors.length === 0 && report.records.some((record) => record.type === 'socket-close');
  const only = elements[0];
  if (facts.snapshot.watched[CONTRACT.target] === undefined && !connectorGone) {
    if (targets.every(({ selector }) => selector === '#chat-window' || selector === undefined))
      return {
        code: 'chat/no-window',
        severity,
        facts: { ids },
        evidence: { ...evidence, where: facts.place((element) => element.tag === 'body') },
      };
  }
  if (replaced !== undefined || connectorGone) {
    return {
      code: 'oob/replaces-connector',
      severity,
      facts: { id: replaced?.id ?? only?.attributes['id'] ?? '' },
      evidence,
    };
  }
  // htmx says when it found no place; where it did not, the place was there and the swap took it away.
  const refused =
    facts.snapshot.htmx?.version.startsWith('2.') !== true ||
    report.records.some((record) => record.type === 'htmx' && record.name === 'htmx:oobErrorNoTarget');
  const missing = refused
    ? targets.findIndex(({ selector }, index) => selector !== undefined && (counts[index] ?? 0) < 1)
    : -1;
  if (targets.every(({ selector }) => selector === undefined))
    return { code: 'oob/no-id', severity, facts: { tag: only?.tag ?? '' }, evidence };
  if (missing !== -1)
    return {
      code: 'oob/no-such-target',
      severity,
      facts: { selector: targets[missing]?.selector ?? '', ids },
      evidence,
    };
  if (facts.snapshot.watched[CONTRACT.target] === undefined)
    return { code: 'chat/no-window', severity, facts: { ids }, evidence };
  const hidden = report.targetText.includes(report.word);
  return {
    code: 'chat/not-shown',
    severity,
    facts: { sent, hidden },
    evidence: { ...evidence, waitedMs: report.waitedMs },
  };
}
