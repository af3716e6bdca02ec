import type { Finding, FindingOf } from '../../model/finding.ts';
import type { PageElement } from '../../model/page.ts';
import { oldOrOtherSyntax } from './page-connects.ts';
import { attribute, extensionNames, streamsOf } from './page-facts.ts';
import type { PageFacts } from './page-facts.ts';
import { whyNoExtension } from './page-load.ts';
import { shownNumbers } from './shown-numbers.ts';
import { STREAM_PATH } from './streams.ts';
import { CONTRACT } from '../contract.ts';

const DID = { kind: 'page' } as const;

/** Values of `hx-swap`: what the printed chapter puts into sse-swap, where the extension expects an event's name. */
const STYLES = new Set([
  'innerhtml',
  'outerhtml',
  'beforebegin',
  'afterbegin',
  'beforeend',
  'afterend',
  'delete',
  'none',
  'textcontent',
  'true',
]);

/** Attributes that the sse extension 2 reads. */
const KNOWN_ATTRIBUTES = ['sse-connect', 'sse-swap', 'sse-close'];

/** Names that were meant for `sse-connect` or `sse-swap` and that no htmx reads. */
function unknownAttribute(facts: PageFacts): FindingOf<'htmx/unknown-attribute'> | undefined {
  for (const element of facts.snapshot.elements) {
    for (const [name, value] of Object.entries(element.attributes)) {
      const bare = name.replace(/^data-/u, '');
      if (!bare.startsWith('sse-') || KNOWN_ATTRIBUTES.includes(bare)) continue;
      const use = value.includes('/') ? 'sse-connect' : 'sse-swap';
      if (facts.having(use).length > 0) continue;
      return {
        code: 'htmx/unknown-attribute',
        severity: 'error',
        facts: { attribute: name, value, use },
        evidence: { did: DID, where: facts.placeOf(bare) },
      };
    }
  }
  return undefined;
}

/** Why the page opened no stream at all, in the order in which a person would mend it. */
export function whyNoStream(facts: PageFacts): Finding {
  const severity = 'error';
  const [connector] = facts.having('sse-connect');
  const missing = whyNoExtension(facts, 'sse');
  if (connector === undefined) {
    return (
      oldOrOtherSyntax(facts) ??
      missing ??
      unknownAttribute(facts) ?? {
        code: 'page/sse-connect-missing',
        severity,
        facts: {},
        evidence: { did: DID, where: facts.placeOf('sse-swap') },
      }
    );
  }
  if (missing !== undefined) return missing;
  const where = facts.placeOf('sse-connect');
  if (!facts.extensionEnabled(connector, 'sse')) {
    const own = [...facts.upwards(connector)]
      .map((element) => attribute(element, 'hx-ext'))
      .find((value) => value !== undefined);
    const elsewhere = facts
      .having('hx-ext')
      .find((element) => extensionNames(attribute(element, 'hx-ext')).includes('sse'));
    return {
      code: 'htmx/extension-not-enabled',
      severity,
      facts: { extension: 'sse', value: own, elsewhere: elsewhere?.tag },
      evidence: { did: DID, where },
    };
  }
  const url = attribute(connector, 'sse-connect') ?? '';
  return {
    code: 'page/sse-bad-url',
    severity,
    facts: { url, reason: undefined },
    evidence: { did: DID, where },
  };
}

/** Why a stream was opened and no number shows. @param events names of the events on the wire */
export function whyNothingShows(facts: PageFacts, events: readonly string[]): Finding {
  const severity = 'error';
  const bad = whyStreamFails(facts);
  if (bad !== undefined) return bad;
  const swaps = facts.having('sse-swap');
  const triggers = facts.having('hx-trigger').filter((element) => triggerNames(element).length > 0);
  const [event = 'message'] = events;
  const [listener] = [...swaps, ...triggers];
  if (listener === undefined)
    return (
      unknownAttribute(facts) ?? {
        code: 'page/sse-swap-missing',
        severity,
        facts: { event },
        evidence: { did: DID, where: facts.placeOf('sse-connect') },
      }
    );
  const name = swaps.length > 0 ? 'sse-swap' : 'hx-trigger';
  const where = facts.placeOf(name);
  const connectors = facts.having('sse-connect');
  if (![...swaps, ...triggers].some((inner) => connectors.some((connector) => facts.within(inner, connector)))) {
    return { code: 'page/sse-outside', severity, facts: { tag: listener.tag }, evidence: { did: DID, where } };
  }
  const names = [
    ...swaps.flatMap((element) => eventNames(attribute(element, 'sse-swap') ?? '')),
    ...triggers.flatMap(triggerNames),
  ];
  if (names.some((known) => events.includes(known))) return notShown(facts, { event, where });
  const value = attribute(listener, name) ?? '';
  if (names.every((style) => STYLES.has(style.toLowerCase())))
    return { code: 'page/sse-swap-names-a-style', severity, facts: { value, event }, evidence: { did: DID, where } };
  return { code: 'page/sse-event-mismatch', severity, facts: { value, events }, evidence: { did: DID, where } };
}

function eventNames(value: string): readonly string[] {
  return value.split(',').map((name) => name.trim());
}

/** Events of a stream that an `hx-trigger` names: `sse:tick`. */
function triggerNames(element: PageElement): readonly string[] {
  return [...(attribute(element, 'hx-trigger') ?? '').matchAll(/\bsse:([^\s,[]+)/gu)].map((match) => match[1] ?? '');
}

/** The stream that the page asked for did not open: the page's policy, or another address. */
function whyStreamFails(facts: PageFacts): Finding | undefined {
  const severity = 'error';
  const where = facts.placeOf('sse-connect');
  const [opened] = streamsOf(facts.records);
  const error = facts.records.find((record) => record.type === 'stream-error');
  if (opened === undefined || error === undefined || facts.records.some((record) => record.type === 'stream-open'))
    return undefined;
  const blocked = facts.complaints().find((text) => /Content.Security.Policy/iu.test(text));
  if (blocked !== undefined)
    return {
      code: 'page/csp-blocks',
      severity,
      facts: { directive: blocked },
      evidence: { did: DID, received: blocked },
    };
  const reason = error.type === 'stream-error' ? error.message : '';
  const asked = new URL(opened.url, facts.snapshot.url);
  const right = new URL(STREAM_PATH, facts.snapshot.url);
  const evidence = { did: DID, received: reason, where };
  if (asked.origin === right.origin && asked.pathname === right.pathname)
    return { code: 'sse/client-disagrees', severity, facts: { reason }, evidence };
  return { code: 'page/sse-bad-url', severity, facts: { url: opened.url, reason }, evidence };
}

function notShown(
  facts: PageFacts,
  options: { readonly event: string; readonly where: Finding['evidence']['where'] },
): Finding {
  // htmx says where it wanted to swap to, when there is no such place.
  const target = facts.records.find((record) => record.type === 'htmx' && record.name === 'htmx:targetError');
  const received = target?.type === 'htmx' ? `htmx:targetError ${target.detail}` : undefined;
  return {
    code: 'page/counter-not-shown',
    severity: 'error',
    facts: { event: options.event },
    evidence: { did: DID, where: options.where ?? [], ...(received === undefined ? {} : { received }) },
  };
}

/**
 * The stream's events are swapped where the chat is: into the window itself, or into an element around the window or the form, so that one of
 * them is gone. Undefined: they are not.
 */
export function swappedOverChat(facts: PageFacts): FindingOf<'page/counter-replaces-chat'> | undefined {
  if (!facts.records.some((record) => record.type === 'htmx' && record.name === 'htmx:sseMessage')) return undefined;
  const had = (
    test: (element: { readonly tag: string; readonly attributes: Readonly<Record<string, string>> }) => boolean,
  ): boolean => facts.markup.some(test);
  const hadWindow = had(({ attributes }) => attributes['id'] === 'chat-window');
  const hadInput = had(({ attributes }) => attributes['name'] === 'message');
  const has = (name: string, value: string): boolean =>
    facts.snapshot.elements.some(
      (element) => element.attributes[name] === value || (name === 'id' && element.id === value),
    );
  const gone =
    (hadWindow && facts.snapshot.watched[CONTRACT.target] === undefined) || (hadInput && !has('name', 'message'));
  const listeners = facts.having('sse-swap');
  const overWindow = listeners.find(
    (element) => element.id === 'chat-window' || targetOf(facts, element) === '#chat-window',
  );
  if (!gone && overWindow === undefined) return undefined;
  // The element may be gone as well; the markup still tells which it was.
  const tag =
    overWindow?.tag ??
    listeners[0]?.tag ??
    facts.markup.find((element) => attribute(element, 'sse-swap') !== undefined)?.tag ??
    '';
  return {
    code: 'page/counter-replaces-chat',
    severity: 'error',
    facts: { tag, into: overWindow === undefined ? 'around' : 'window' },
    evidence: { did: DID, where: facts.placeOf('sse-swap') },
  };
}

/** `hx-target` as htmx inherits it; undefined: the element itself. */
function targetOf(facts: PageFacts, element: PageElement): string | undefined {
  for (const ancestor of facts.upwards(element)) {
    const target = attribute(ancestor, 'hx-target');
    if (target !== undefined) return target.trim();
  }
  return undefined;
}

/** Why the number in the page did not go on, from what htmx said and what became of the elements. */
export function whyItStops(facts: PageFacts): FindingOf<'page/counter-stops'> {
  const closed = facts.records.find((record) => record.type === 'htmx' && record.name === 'htmx:sseClose');
  const detail = closed?.type === 'htmx' ? closed.detail : '';
  const served = facts.markup.some((element) => attribute(element, 'sse-swap') !== undefined);
  let because: FindingOf<'page/counter-stops'>['facts']['because'] = 'unknown';
  if (/"type":"node(?:Replaced|Missing)"/u.test(detail)) because = 'connector-replaced';
  else if (/"type":"message"/u.test(detail)) because = 'closed-by-event';
  else if (served && facts.having('sse-swap').length === 0) because = 'element-replaced';
  const shown = shownNumbers(facts.records);
  const evidence = {
    did: DID,
    received: shown.join(', '),
    where: facts.placeOf(because === 'closed-by-event' ? 'sse-close' : 'sse-swap'),
  };
  return { code: 'page/counter-stops', severity: 'error', facts: { shown, because }, evidence };
}
