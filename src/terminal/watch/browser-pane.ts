import type { CoachEvent } from '../../model/coach-event.ts';
import type { Finding } from '../../model/finding.ts';
import { toldOf } from '../coach.ts';
import type { Told } from '../coach.ts';

/** Something that happened in the person's own browser, or several times the same. It never changes, so that its lines can be kept. */
export interface BrowserEntry {
  readonly tab: string;
  readonly said: { readonly told: Told } | { readonly finding: Finding };
  readonly times: number;
  /** Number of the run of repetitions. */
  readonly run: number | undefined;
}

/** `all`, `causes`, or the name of a tab. */
export type BrowserFilter = string;

/** What happens in the person's own browser. */
export interface BrowserPane {
  /** `own-server`: the person runs the server; `turned-off`: by an option; `own-origin`: behind the tutor the page would have another origin. */
  readonly watched: 'yes' | 'own-server' | 'turned-off' | 'own-origin';
  /** Of the page, without a slash at the end; '' while it is not known. */
  readonly address: string;
  /** Pages load again when a file of theirs is saved. */
  readonly reloads: boolean;
  /** Tabs that are open. */
  readonly tabs: readonly string[];
  /** The last ones, oldest first. */
  readonly entries: readonly BrowserEntry[];
  /** What was found wrong last; undefined: nothing, or a file was saved since. */
  readonly cause: { readonly tab: string; readonly finding: Finding } | undefined;
  /** The person has seen the cause in the panel. */
  readonly isSeen: boolean;
  readonly filter: BrowserFilter;
}

/** Entries that are kept. */
export const MOST_ENTRIES = 300;

export const NO_BROWSER: BrowserPane = {
  watched: 'yes',
  address: '',
  reloads: true,
  tabs: [],
  entries: [],
  cause: undefined,
  isSeen: true,
  filter: 'all',
};

/** The pane after one more event. @param isOpen the person sees it */
export function afterCoachEvent(pane: BrowserPane, event: CoachEvent, isOpen: boolean): BrowserPane {
  const entries = withEvent(pane.entries, event);
  const after = { ...pane, entries: entries.length > MOST_ENTRIES ? entries.slice(-MOST_ENTRIES) : entries };
  if (event.type === 'tab') return withTabs(after, event);
  if (event.type !== 'finding') return after;
  return { ...after, cause: { tab: event.tab, finding: event.finding }, isSeen: isOpen };
}

/** What was wrong before a save may be repaired now. */
export function afterSave(pane: BrowserPane): BrowserPane {
  return { ...pane, cause: undefined, isSeen: true };
}

/** The next of all, causes alone, each tab alone. */
export function nextFilter({ filter, tabs }: BrowserPane): BrowserFilter {
  const filters = ['all', 'causes', ...(tabs.length > 1 ? tabs : [])];
  return filters[(filters.indexOf(filter) + 1) % filters.length] ?? 'all';
}

/** Those that the filter leaves, oldest first. */
export function shownEntries({ entries, filter }: BrowserPane): readonly BrowserEntry[] {
  if (filter === 'all') return entries;
  if (filter === 'causes') return entries.filter(({ said }) => 'finding' in said);
  return entries.filter(({ tab }) => tab === filter);
}

function withTabs(pane: BrowserPane, { tab, what }: CoachEvent & { readonly type: 'tab' }): BrowserPane {
  const others = pane.tabs.filter((each) => each !== tab);
  if (what !== 'closed') return { ...pane, tabs: pane.tabs.includes(tab) ? pane.tabs : [...pane.tabs, tab] };
  return { ...pane, tabs: others, filter: pane.filter === tab ? 'all' : pane.filter };
}

function withEvent(entries: readonly BrowserEntry[], event: CoachEvent): readonly BrowserEntry[] {
  if (event.type === 'finding') return withFinding(entries, event);
  if (event.type === 'repeated') {
    const at = entries.findLastIndex(({ run }) => run !== undefined && run === event.run);
    const found = entries[at];
    return found === undefined ? entries : entries.with(at, { ...found, times: event.times });
  }
  const told = toldOf(event);
  if (told === undefined || told.texts.length === 0) return entries;
  return [...entries, { tab: event.tab, said: { told }, times: 1, run: event.run }];
}

/** The same cause again is one more time, where nothing else was found in its tab since. */
function withFinding(
  entries: readonly BrowserEntry[],
  { tab, finding, again }: CoachEvent & { readonly type: 'finding' },
): readonly BrowserEntry[] {
  const at = again ? entries.findLastIndex((each) => each.tab === tab && 'finding' in each.said) : -1;
  const last = entries[at];
  if (last === undefined) return [...entries, { tab, said: { finding }, times: 1, run: undefined }];
  return [...entries.slice(0, at), ...entries.slice(at + 1), { ...last, said: { finding }, times: last.times + 1 }];
}
