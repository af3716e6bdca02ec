import { dialectOf } from '../../htmx/index.ts';
import type { PageRule } from '../observed-page.ts';
import { has } from '../records.ts';
import { scriptOf } from '../setup/extension.ts';

/** How an extension registers with htmx 4, and with htmx 1 and 2; and what the sse extension of htmx 1 calls in the core to swap an event. */
const CALLS = [
  [/htmx\.registerExtension is not a function/u, { by: 'extension-4' }],
  [/htmx\.defineExtension is not a function/u, {}],
  [/api\.selectAndSwap is not a function/u, { by: 'extension-1' }],
] as const;

/** What an extension calls in a core that is too old for it. */
const OLD_CORE = /\bapi\.\w+ is not a function/u;

/** The extension of one major calls a function that the htmx of another does not have. The attributes of the page may be of either. */
export const extensionOfOtherMajor: PageRule = (page) => {
  const version = page.snapshot.htmx?.version;
  const isOld = version?.startsWith('1.') === true;
  const known = [...CALLS, ...(isOld ? [[OLD_CORE, {}] as const] : [])];
  const call = known.find(([pattern]) => page.complaints.some((text) => pattern.test(text)));
  if (version === undefined || call === undefined) return undefined;
  const [pattern, by] = call;
  const said = page.complaints.find((text) => pattern.test(text)) ?? '';
  const script = scriptOf(page, 'ws') ?? scriptOf(page, 'sse') ?? '';
  return {
    code: 'htmx/wrong-version',
    severity: 'error',
    facts: { version, ...by },
    evidence: page.evidence(page.placeOfScript(script), { received: said }),
  };
};

/**
 * htmx 1 does not show the sse extension of htmx 2 the elements that it should connect (`getSelectors` is new in htmx 2): it is registered, and
 * nothing is tried.
 */
export const extensionNotAsked: PageRule = (page) => {
  const { htmx } = page.snapshot;
  if (page.dialect.major !== 1 || htmx === undefined || has(page.records, 'stream-new')) return undefined;
  const wanted = page.dialect.connectors(page.elements, 'sse', { extensions: htmx.extensions });
  if (wanted.length === 0 || page.dialect.connectors(page.elements, 'sse', { extensions: [] }).length > 0)
    return undefined;
  const script = scriptOf(page, 'sse') ?? '';
  const evidence = page.evidence(page.placeOfScript(script));
  return { code: 'htmx/wrong-version', severity: 'error', facts: { version: htmx.version }, evidence };
};

/**
 * htmx 1 with the sse extension of htmx 2. It swaps by `api.swap`, which htmx 1 does not have, and htmx 1 never shows it the elements that it names in
 * `getSelectors`: so nothing with `sse-swap` gets an event, and often nothing is thrown. Triggers work (`hx-trigger="sse:…"`), and so does the
 * extension for WebSockets of htmx 2, whose functions htmx 1.9 has all.
 */
export const sseExtensionOf2: PageRule = (page) => {
  const { version = '', selecting = [] } = page.snapshot.htmx ?? {};
  if (!version.startsWith('1.') || !selecting.includes('sse')) return undefined;
  // The core of htmx 1 has a form of its own, which works.
  const { roleOf } = dialectOf('2');
  const swaps = [...page.elements, ...page.markup].some((element) => roleOf(element, 'sse', 'swap')?.form === 'own');
  if (!swaps) return undefined;
  const evidence = page.evidence(page.placeOfScript(scriptOf(page, 'sse') ?? ''));
  return { code: 'htmx/wrong-version', severity: 'error', facts: { version, by: 'extension-2' }, evidence };
};
