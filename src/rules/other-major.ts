import { isExtensionOf4, partOfScript } from '../htmx/cdn.ts';
import type { HtmxPart } from '../htmx/cdn.ts';
import { dialectOf } from '../htmx/index.ts';
import type { Dialect, Major } from '../htmx/index.ts';
import { isCompat, oldHandlers } from '../htmx/v4/old-events.ts';
import type { ScriptText } from '../htmx/v4/old-events.ts';
import { publishedFile } from '../model/htmx-packages.ts';
import type { FindingOf } from '../model/finding.ts';
import type { Place } from '../model/timeline.ts';
import type { ObservedPage } from './observed-page.ts';
import { scriptOf } from './setup/extension.ts';

/**
 * Attributes of another major that this dialect calls something else, or does not have. Each name is told once.
 * @param page in which they are @param from the major of the page; those of others count only where this dialect still reads them
 */
export function otherAttributes(
  page: ObservedPage,
  { dialect, from }: { readonly dialect: Dialect; readonly from: Major },
): readonly Omit<FindingOf<'migrate/attribute'>, 'severity'>[] {
  const found = new Map<string, Omit<FindingOf<'migrate/attribute'>, 'severity'>>();
  for (const { attributes: own } of [...page.markup, ...page.elements]) {
    for (const [attribute, value] of Object.entries(own)) {
      const syntax = found.has(attribute) ? undefined : dialect.foreignSyntax(attribute, value);
      if (syntax === undefined || (syntax.works === 'no' && syntax.major !== from)) continue;
      const facts = { from, to: dialect.major, attribute, value, use: syntax.use, works: syntax.works };
      const evidence = page.evidence(page.place((element) => element.attributes[attribute] !== undefined));
      found.set(attribute, { code: 'migrate/attribute', facts, evidence });
    }
  }
  return [...found.values()];
}

/**
 * Handlers of the page for events of htmx 2, which htmx 4 does not fire: they never run, and nothing reports it.
 * @param page that runs htmx 4, or is to @param scripts what is in the files of `ownScripts`
 */
export function otherEvents(
  page: ObservedPage,
  scripts: readonly ScriptText[],
): readonly Omit<FindingOf<'migrate/event'>, 'severity'>[] {
  return oldHandlers(page.html, scripts).map(({ handler, use, line, script }) => ({
    code: 'migrate/event',
    facts: { from: 2, to: 4, handler, use, ...(script && { script: new URL(script.src).pathname, line }) },
    evidence: page.evidence(
      script === undefined ? page.locate.servedLine(page.html, line) : placesIn(page, script.src, line),
    ),
  }));
}

/** Folders that servers give out at the root. */
const SERVED_FOLDERS = ['', 'public/', 'static/'];

export function placesIn({ locate }: ObservedPage, src: string, line: number): readonly Place[] {
  const path = new URL(src).pathname.slice(1);
  const file = SERVED_FOLDERS.map((folder) => folder + path).find((each) => locate.exists(each));
  return file === undefined ? [] : [{ file, line }];
}

const MOST_SCRIPTS = 20;

/** The addresses of the page's own scripts: they come from its origin, and are neither htmx nor an extension of it. */
export function ownScripts({ snapshot: { url, scripts } }: Pick<ObservedPage, 'snapshot'>): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { origin } = new URL(url);
  const isOwn = (src: string): boolean =>
    URL.canParse(src) && new URL(src).origin === origin && partOfScript(src) === undefined && !isCompat(src);
  const own = scripts.filter(({ src, kind }) => kind !== 'other' && isOwn(src)).map(({ src }) => src);
  return [...new Set(own)].slice(0, MOST_SCRIPTS);
}

/**
 * The scripts of a page that is meant to run the major of its dialect and loads another: the core by the version that runs, an extension by its
 * file's name, unless it has registered itself with a core of the right major. Nothing is said of a page without htmx.
 */
export function otherScripts(page: ObservedPage): readonly FindingOf<'migrate/script'>[] {
  const { version, extensions = [] } = page.snapshot.htmx ?? {};
  if (version === undefined) return [];
  const { major } = page.dialect;
  const runs = dialectOf(version).major;
  const core = scriptOf(page, 'core') ?? 'htmx';
  const isOther = (src: string): boolean => {
    const part = partOfScript(src);
    if (part === undefined || part === 'core' || isExtensionOf4(src) === (major === 4)) return false;
    return runs !== major || !extensions.includes(part);
  };
  return [
    ...(runs === major ? [] : [scriptFinding(page, core, { part: 'core', from: runs })]),
    ...page.scriptSources.filter(isOther).map((src) => {
      const part = partOfScript(src) ?? 'core';
      return scriptFinding(page, src, { part, from: major === 4 ? 2 : 4 });
    }),
  ];
}

function scriptFinding(
  page: ObservedPage,
  src: string,
  { part, from }: { readonly part: HtmxPart; readonly from: Major },
): FindingOf<'migrate/script'> {
  const to = page.dialect.major;
  return {
    code: 'migrate/script',
    severity: 'error',
    facts: { from, to, src, use: publishedFile(part, to) },
    evidence: page.evidence(page.placeOfScript(src)),
  };
}
