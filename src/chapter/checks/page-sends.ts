import type { Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { insteadOf } from './page-attributes.ts';
import { oldOrOtherSyntax } from './page-connects.ts';
import { PageFacts, whyHung, whyThrown } from './page-facts.ts';
import { CONTRACT } from '../contract.ts';
import { shared } from '../../run/shared.ts';

/** The first message of the run, typed into tab 1: step 3 looks at what left the page, step 4 at what came back. */
export const firstMessage = shared((context, tab: PageDriver): Promise<MessageReport> => {
  const word = context.words.word();
  // Before step 4 the server's answer is not for htmx yet, and nothing of it is asked for.
  const awaitReply = context.wants('json') ? 'yes' : 'no';
  return sendMessage(tab, { typed: `hello ${word}`, word, awaitReply });
});

/** Submitting the form sends one frame, and the message is in it under its name. */
export const pageSends: ChapterCheck<'page-sends'> = {
  id: 'page-sends',
  title: 'Submitting the form sends the message over the WebSocket',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['page-connects'],
  // A window that all share must not move while the page's own messages are looked for in it.
  after: ['ws-order', 'ws-two-clients'],
  async run(context, tab): Promise<Outcome> {
    const report = await firstMessage(context, tab);
    const facts = await PageFacts.of(context, tab);
    const finding =
      whyHung(tab, report.typed) ??
      (report.sent.length === 0 ? whyNothingSent(facts, report) : whyWrongFrame(facts, report));
    return finding === undefined ? PASSED : failed(finding);
  },
};

function whyNothingSent(facts: PageFacts, report: MessageReport): Finding {
  const severity = 'error';
  const did = { kind: 'page', typed: report.typed } as const;
  const evidence = { did, waitedMs: report.waitedMs, where: facts.place((element) => element.tag === 'form') };
  if (report.outcome.input === undefined) {
    const controls = facts.snapshot.elements.filter(
      (element) => element.tag === 'input' || element.tag === 'textarea',
    ).length;
    return { code: 'page/no-form', severity, facts: { controls }, evidence };
  }
  const senders = facts.socketElements('send');
  const connectors = facts.socketElements('connect');
  if (senders.length === 0) {
    return (
      insteadOf(facts, 'ws-send') ??
      oldOrOtherSyntax(facts) ?? {
        code: 'page/ws-send-missing',
        severity,
        facts: { navigated: report.navigated },
        evidence,
      }
    );
  }
  const where = facts.placeOf('ws-send');
  const outside = senders.every((sender) => !connectors.some((connector) => facts.within(sender, connector)));
  if (outside) return { code: 'page/ws-send-outside', severity, facts: {}, evidence: { ...evidence, where } };
  const wrapper = wrapperOfForm(facts);
  if (wrapper !== undefined)
    return { code: 'page/ws-send-on-wrapper', severity, facts: { tag: wrapper }, evidence: { ...evidence, where } };
  if (report.navigated !== undefined)
    return { code: 'page/navigates', severity, facts: { url: report.navigated }, evidence: { ...evidence, where } };
  const thrown = whyThrown(report.records, evidence);
  if (thrown !== undefined) return thrown;
  return {
    code: 'page/no-frame',
    severity,
    facts: { action: report.outcome.action, heldByValidation: report.outcome.heldByValidation },
    evidence: { ...evidence, where },
  };
}

/** The tag of an element with ws-send that is no form and no control, but has the form inside. */
function wrapperOfForm(facts: PageFacts): string | undefined {
  const forms = facts.snapshot.elements.filter((element) => element.tag === 'form');
  const controls = new Set(['form', 'button', 'input', 'textarea', 'select', 'a']);
  return facts
    .having('ws-send')
    .find((sender) => !controls.has(sender.tag) && forms.some((form) => facts.within(form, sender)))?.tag;
}

function whyWrongFrame(facts: PageFacts, report: MessageReport): Finding | undefined {
  const severity = 'error';
  const did = { kind: 'page', typed: report.typed } as const;
  const bearing = report.sent.filter((frame) => frame.data.includes(report.word));
  const frame = report.sent[0]?.data ?? '';
  const where = facts.place((element) => element.tag === 'input' || element.tag === 'textarea');
  const evidence = { did, received: frame, where };
  if (bearing.length === 0) {
    const wrapper = wrapperOfForm(facts);
    if (wrapper !== undefined)
      return {
        code: 'page/ws-send-on-wrapper',
        severity,
        facts: { tag: wrapper },
        evidence: { ...evidence, where: facts.placeOf('ws-send') },
      };
    // The label of the control that was typed into bears its name, when it has one.
    if (!/\[name=.+\]/u.test(report.outcome.input ?? ''))
      return { code: 'page/input-without-name', severity, facts: { frame }, evidence };
    return { code: 'page/message-not-in-frame', severity, facts: { frame, sent: report.typed }, evidence };
  }
  const name = fieldName(bearing[0]?.data ?? '', report.word);
  if (name !== undefined && name !== 'message')
    return { code: 'page/input-other-name', severity, facts: { name }, evidence };
  if (bearing.length > 1 && new Set(bearing.map((sent) => sent.socket)).size === 1) {
    return {
      code: 'page/ws-send-twice',
      severity,
      facts: { frames: bearing.length },
      evidence: { ...evidence, where: facts.placeOf('ws-send') },
    };
  }
  return undefined;
}

/** The key under which the word stands in a JSON frame; undefined for a frame that is no JSON object. */
function fieldName(frame: string, word: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(frame);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return Object.entries(parsed).find(([, value]) => typeof value === 'string' && value.includes(word))?.[0];
  } catch {
    return undefined;
  }
}

/** The page stays where it is; with `required`, an empty message stays as well (or a warning says that it does not). */
export const pageStays: ChapterCheck<'page-stays'> = {
  id: 'page-stays',
  title: 'The page does not navigate away',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['page-sends'],
  async run(context, tab) {
    const report = await firstMessage(context, tab);
    const facts = await PageFacts.of(context, tab);
    const went = facts.records.find((record) => record.type === 'navigated');
    if (went?.type === 'navigated') {
      return failed({
        code: 'page/navigates',
        severity: 'error',
        facts: { url: went.url },
        evidence: { did: { kind: 'page', typed: report.typed }, where: facts.placeOf('ws-send') },
      });
    }
    // Asked of a tab of its own: an empty message must not stand between those that the other checks compare.
    const required = facts.snapshot.elements.some(
      (element) => element.attributes['name'] === 'message' && element.attributes['required'] !== undefined,
    );
    if (!required || facts.having('ws-send').some((sender) => sender.tag === 'form')) return PASSED;
    const spare = await context.tabs.open('tab 3');
    if (!spare.ok) return PASSED;
    await spare.value.until((records) => records.some((record) => record.type === 'socket-open'), DEADLINE.handshake);
    const before = spare.value.records.length;
    const outcome = await spare.value.send('', { field: CONTRACT.field });
    const { met } = await spare.value.until(
      (records) => records.slice(before).some((record) => record.type === 'socket-sent'),
      outcome.heldByValidation ? 0 : DEADLINE.click,
    );
    if (!met) return PASSED;
    const sender = facts.having('ws-send')[0];
    return failed({
      code: 'page/validation-bypassed',
      severity: 'warning',
      facts: { tag: sender?.tag ?? 'button' },
      evidence: { did: { kind: 'page', typed: '' }, where: facts.placeOf('ws-send') },
    });
  },
};
