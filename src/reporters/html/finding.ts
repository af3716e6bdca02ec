import { receivedText } from '../../messages/index.ts';
import type { FindingPart } from '../../terminal/finding/view.ts';
import { safeLine } from '../../terminal/text.ts';
import { markup, multiline, prose } from './markup.ts';
import type { Content, Html } from './markup.ts';
import { sourceOf } from './source-lines.ts';
import type { SourceReader } from './source-lines.ts';

/** A finding as a report shows it, of a check or of a class. */
export interface FindingBlock {
  /** As an anchor. */
  readonly id: string;
  readonly code: string;
  readonly severity: string;
  readonly title: string;
  /** Which check saw it, for people. */
  readonly seenIn: string;
  /** In reading order. */
  readonly parts: readonly FindingPart[];
  readonly source: SourceReader;
  /** What went over the wire. */
  readonly conversation?: Content;
  /** Of its heading. */
  readonly level?: 3 | 4;
}

/** Places that are quoted. */
const MOST_PLACES = 3;

/** Everything about a finding. */
export function findingOf(finding: FindingBlock): Html {
  const { id, code, severity, title, seenIn, parts, source, conversation, level = 3 } = finding;
  const isError = severity === 'error';
  const heading =
    level === 3 ? markup`<h3 id="${id}">${prose(title)}</h3>` : markup`<h4 id="${id}">${prose(title)}</h4>`;
  return markup`<article class="finding ${isError ? 'error' : 'warning'}" aria-labelledby="${id}">
${heading}
<p class="soft">
<span class="severity">${isError ? '✗ error' : '! warning'}</span> · <code>${code}</code> · ${seenIn}
</p>
<dl class="parts">${parts.map((part) => partOf(part, source))}</dl>
${conversation}
</article>
`;
}

function partOf(part: FindingPart, source: SourceReader): Html {
  const style = part.label === 'Fix' ? 'fix' : part.kind === 'sentence' ? '' : 'wide';
  return markup`<dt>${part.label}</dt>
<dd class="${style}">${valueOf(part, source)}</dd>
`;
}

function valueOf(part: FindingPart, source: SourceReader): Content {
  switch (part.kind) {
    case 'sentence':
      return part.text.split('\n').map((line, index) => [index === 0 ? '' : markup`<br />`, prose(line)]);
    case 'command':
      return markup`<pre>${multiline(part.text)}</pre>`;
    case 'received':
      return markup`<pre>${multiline(receivedText(part.received))}</pre>`;
    case 'ledger':
      return markup`<pre>${multiline(part.lines.join('\n'))}</pre>`;
    case 'output':
      return markup`<pre>${multiline(part.lines.map(safeLine).join('\n'))}</pre>`;
    case 'places':
      return [
        part.places.slice(0, MOST_PLACES).map((place) => sourceOf(place, source)),
        part.places.length > MOST_PLACES
          ? markup`<p>and ${part.places.length - MOST_PLACES} more places</p>`
          : undefined,
      ];
  }
}
