import type { Client, TimelineEntry } from '../../model/timeline.ts';
import { plural } from '../../terminal/units.ts';
import { layOut, serverOf } from './diagram/layout.ts';
import { isDrawn, markedLines, outcomeOf } from './diagram/moments.ts';
import type { Skipped } from './diagram/moments.ts';
import { svgOf } from './diagram/svg.ts';
import { scrolled } from './document.ts';
import { markup } from './markup.ts';
import type { Html } from './markup.ts';

// A conversation as a picture and as a table. A flood of messages makes neither of them endless.

/** Lines of a diagram: some at its beginning, and fewer at its end. */
const MOST_DRAWN = 60;
/** Lines of a table. */
const MOST_ROWS = 1000;
/** Clients beside one server in a diagram. */
const MOST_CLIENTS = 4;
const MOST_DIAGRAMS = 8;

type Shown = TimelineEntry | Skipped;

/** The first two thirds and the last third of what is too much, and how many are missing between them. */
export function shortened(entries: readonly TimelineEntry[], most: number): readonly Shown[] {
  if (entries.length <= most) return entries;
  const first = Math.ceil((most * 2) / 3);
  return [...entries.slice(0, first), { skipped: entries.length - most }, ...entries.slice(first - most)];
}

/** How a diagram is read. */
export const LEGEND =
  'Times are in milliseconds since the run began. A dashed arrow with a cross is a message that htmx dropped. A pointer that rests on a line shows its whole text.';

interface Drawn {
  readonly title: string;
  readonly caption: string;
  /** The part of a text that must stay when it is cut; absent: any. */
  readonly focus?: (text: string) => string | undefined;
}

/** A diagram with its caption. */
export function diagramOf(shown: readonly Shown[], { title, caption, focus }: Drawn): Html {
  const diagram = layOut(shown, focus);
  const label = `Sequence diagram: ${title}, ${plural(diagram.rows.length, 'line')}. The table has the same.`;
  return markup`<figure class="talk">
${scrolled(title, svgOf(diagram, label))}
<figcaption>${caption}</figcaption>
</figure>
`;
}

/** Part of a conversation, as a table. @param caption above it */
export function tableOf(shown: readonly Shown[], caption: string): Html {
  const rows = shown.map((each) => ('skipped' in each ? skippedRow(each) : rowOf(each)));
  return scrolled(
    caption,
    markup`<table class="wire">
<caption>
${caption}
</caption>
<thead>
<tr>
<th scope="col">Milliseconds</th>
<th scope="col">Who</th>
<th scope="col">Direction</th>
<th scope="col">Kind</th>
<th scope="col">What</th>
</tr>
</thead>
<tbody>
${rows}
</tbody>
</table>`,
  );
}

/** The whole table of a run, as far as its limit. */
export function wholeTable(timeline: readonly TimelineEntry[]): Html {
  const all = plural(timeline.length, 'line');
  const caption =
    timeline.length <= MOST_ROWS
      ? `Everything that went over the wire, ${all}`
      : `What went over the wire: ${MOST_ROWS} of ${all}; check --json has all of them`;
  return tableOf(shortened(timeline, MOST_ROWS), caption);
}

function skippedRow({ skipped }: Skipped): Html {
  const words = skipped === 0 ? 'lines that do not belong to it' : plural(skipped, 'line');
  return markup`<tr>
<td colspan="5" class="soft">⋮ ${words} skipped</td>
</tr>
`;
}

const DIRECTIONS = { sent: '→ sent', received: '← received', note: '· note' } as const;

function rowOf({ ms, client, direction, kind, data, ledger }: TimelineEntry): Html {
  const isLost = ledger !== undefined && outcomeOf(ledger) === 'dropped';
  const style = isLost ? 'dropped' : kind === 'htmx' && ledger === undefined ? 'htmx-event' : '';
  const lines = ledger === undefined ? [data] : markedLines(ledger);
  return markup`<tr class="${style}">
<td class="number-cell">${ms.toFixed(1)}</td>
<td class="brief">${client.label}</td>
<td class="brief">${DIRECTIONS[direction]}</td>
<td class="brief">${kind}</td>
<td>${lines.map((line) => markup`<code>${line}</code>`)}</td>
</tr>
`;
}

/** Clients of one server that are drawn in one diagram. */
export interface Group {
  readonly server: string;
  readonly clients: readonly string[];
  readonly entries: readonly TimelineEntry[];
}

/** Kinds of clients that are drawn together, in the order of the diagrams. */
const KINDS: readonly (readonly Client['kind'][])[] = [['tab'], ['stream'], ['socket', 'http']];

/** The clients of a conversation: pages, streams and sockets of each server, as many in a group as a diagram has room for. */
export function groupsOf(timeline: readonly TimelineEntry[]): readonly Group[] {
  const keyOf = (client: Client): string => JSON.stringify([serverOf(client), client.label]);
  const clients = [...new Map(timeline.map(({ client }) => [keyOf(client), client])).values()];
  const servers = [...new Set(clients.filter(({ kind }) => kind !== 'tutor').map(serverOf))];
  const groups = KINDS.flatMap((kinds) =>
    servers.flatMap((server) => {
      const own = clients.filter((client) => kinds.includes(client.kind) && serverOf(client) === server);
      const labels = own.map(({ label }) => label);
      const count = Math.ceil(labels.length / MOST_CLIENTS);
      return Array.from({ length: count }, (_, index) => ({
        server,
        clients: labels.slice(index * MOST_CLIENTS, (index + 1) * MOST_CLIENTS),
      }));
    }),
  );
  return groups.map((group) => {
    // What a server printed is said once.
    const isFirst = groups.find(({ server }) => server === group.server) === group;
    const labels = new Set(isFirst ? [...group.clients, group.server] : group.clients);
    const isOf = (client: Client): boolean => labels.has(client.label) && serverOf(client) === group.server;
    return { ...group, entries: timeline.filter(({ client }) => isOf(client)) };
  });
}

/** `a, b and c`. */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The whole conversation of a run: diagrams of its clients, the first of them open, and the table. */
export function conversationOf(timeline: readonly TimelineEntry[]): Html {
  const groups = groupsOf(timeline);
  const drawn = groups.slice(0, MOST_DIAGRAMS);
  const rest = groups.length - drawn.length;
  return markup`${drawn.map((group, index) => foldedDiagram(group, index === 0))}
${rest > 0 ? markup`<p class="soft">${plural(rest, 'more group')} of clients: the table has them.</p>` : undefined}
<details class="long">
<summary>Everything as a table</summary>
${wholeTable(timeline)}
</details>
`;
}

function foldedDiagram({ server, clients, entries }: Group, isOpen: boolean): Html {
  const title = `${server} with ${listOf(clients)}`;
  const shown = shortened(entries.filter(isDrawn), MOST_DRAWN);
  if (isOpen) return diagramOf(shown, { title, caption: `${title}. ${LEGEND}` });
  return markup`<details>
<summary>${title}</summary>
${diagramOf(shown, { title, caption: title })}
</details>`;
}
