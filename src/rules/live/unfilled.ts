import { isSwapped } from '../../htmx/disposition.ts';
import { dataOf } from '../../htmx/ledger.ts';
import { visibleText } from '../../htmx/markup.ts';
import type { Finding, FindingOf } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Place } from '../../model/timeline.ts';
import { placeOfEntry } from '../ledger.ts';
import type { ObservedPage } from '../observed-page.ts';
import { unfilledPlaceholder } from '../placeholder.ts';
import { ofType } from '../records.ts';
import { targetTag } from './target-tag.ts';

interface Seen {
  readonly kind: FindingOf<'live/unfilled'>['facts']['kind'];
  readonly shown: string;
  readonly where: readonly Place[];
}

/** Code that is shown has such words, too. */
const AS_WRITTEN = new Set(['pre', 'code', 'textarea', 'samp', 'kbd']);
/** A word may be meant once. */
const FEWEST = 2;

/**
 * All that comes for one place has a placeholder that nothing filled in, or what a program makes of a value that is not there.
 * @param entries of one kind of connection
 */
export function unfilled(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const swapped = entries.filter(({ predicted }) =>
    predicted.some((part) => isSwapped(part) && part.via !== 'trigger'),
  );
  for (const entry of swapped) {
    const seen = seenIn(page, dataOf(entry));
    if (seen === undefined || isAsWritten(page, entry) || isTyped(page, seen.shown)) continue;
    const same = swapped.filter((each) => nameOf(each) === nameOf(entry));
    const isAlways = same.every(
      (each) => dataOf(each).includes(seen.shown) || seenIn(page, dataOf(each))?.kind === seen.kind,
    );
    const isWord = seen.kind === 'missing' || seen.kind === 'not-a-number';
    if (!isAlways || (isWord && same.length < FEWEST)) continue;
    const transport = typeof entry.incoming === 'string' ? 'ws' : 'sse';
    return {
      code: 'live/unfilled',
      severity: 'error',
      facts: { transport, kind: seen.kind, shown: seen.shown },
      evidence: page.evidence(seen.where.length > 0 ? seen.where : placeOfEntry(page, entry), {
        ledger: [entry],
        received: dataOf(entry),
      }),
    };
  }
  return undefined;
}

/** What an entry is one of several of: the name of an event, the id of a message's first part. */
function nameOf({ incoming, predicted }: LedgerEntry): string {
  return typeof incoming === 'string' ? (predicted.find(isSwapped)?.fragment.id ?? '') : incoming.name;
}

function isAsWritten(page: ObservedPage, { predicted }: LedgerEntry): boolean {
  return predicted.some((part) => isSwapped(part) && AS_WRITTEN.has(targetTag(page, part)));
}

function isTyped({ records }: ObservedPage, shown: string): boolean {
  return ofType(records, 'socket-sent').some(({ data }) => data.includes(shown));
}

/** Of JavaScript and of template languages: nobody writes these for people. One in plain braces has to be in the source. */
const PLACEHOLDER = /\$\{[^{}<>]+\}|\{\{[^{}<>]+\}\}|<%[=-][^%]*%>/u;
/** As JavaScript and Python make a text of these. */
const VALUES: readonly (readonly [kind: Seen['kind'], pattern: RegExp])[] = [
  ['promise', /\[object Promise\]/u],
  ['object', /\[object [A-Z]\w*\]/u],
  ['coroutine', /<coroutine object [\w.<>]+ at 0x[\da-f]+>/iu],
  ['generator', /<(?:async_)?generator object [\w.<>]+ at 0x[\da-f]+>/iu],
  ['function', /<(?:function [\w.<>]+ at 0x[\da-f]+|bound method [^<>]+ of <[^<>]*>)>/iu],
];
/** All of a text, with what it is a value of and its unit at most. */
const WORD = /^(?:[^:=]{1,30}[:=]\s*)?(undefined|NaN)(?:\s?(?:%|°[CF]?|€|\$|k?m|m?s|[kMG]B))?$/u;

/** What fills in braces in the browser: Vue, Alpine, Angular, and templates that a script or an extension of htmx renders. */
const IN_THE_BROWSER =
  /<template\b|\s(?:v-[a-z]+|x-data|ng-[a-z]+)\b|client-side-templates|\b(?:createApp|handlebars|mustache|nunjucks)\b/iu;

/** A placeholder in what is to be read; not in a script, where it may be a template literal, nor in an attribute. */
function placeholderIn({ locate, html }: ObservedPage, data: string): Seen | undefined {
  const text = visibleText(data);
  const source = unfilledPlaceholder(text, locate);
  const shown = source?.placeholder ?? PLACEHOLDER.exec(text)?.[0];
  if (shown === undefined || (!shown.startsWith('$') && IN_THE_BROWSER.test(html + data))) return undefined;
  return { kind: 'placeholder', shown, where: source?.where ?? [] };
}

function seenIn(page: ObservedPage, data: string): Seen | undefined {
  const placeholder = placeholderIn(page, data);
  if (placeholder !== undefined) return placeholder;
  const text = data.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  for (const [kind, pattern] of VALUES) {
    const shown = pattern.exec(text)?.[0];
    if (shown !== undefined) return { kind, shown, where: [] };
  }
  for (const each of data.split(/<[^<>]*>/u)) {
    const word = WORD.exec(each.trim())?.[1];
    if (word !== undefined) return { kind: word === 'NaN' ? 'not-a-number' : 'missing', shown: word, where: [] };
  }
  return undefined;
}
