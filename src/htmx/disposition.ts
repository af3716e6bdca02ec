import type { Disposition, SelectorMatch, StreamRequest, Swapped } from '../model/ledger.ts';
import type { PageElement } from '../model/page.ts';

export type {
  Disposition,
  Dropped,
  DropReason,
  Effect,
  Fragment,
  Note,
  SelectorMatch,
  StreamRequest,
  Swapped,
  Target,
} from '../model/ledger.ts';

/** The page at the moment when a message arrives. A recorded snapshot is enough; nothing here is live. */
export interface Page {
  readonly elements: readonly PageElement[];
  /** `all`: `elements` lists every element of the body. `some`: those with an id, with attributes of htmx, and form controls. */
  readonly listing: 'all' | 'some';
  /** The page's answers to selectors that a message needs (`Dialect.selectorsOf`), where they were requested. */
  readonly matches?: Readonly<Record<string, SelectorMatch>>;
  /** What htmx 4 fixed when it asked for the stream of an event; absent: it would be asked for now. */
  readonly request?: StreamRequest;
  /** htmx 4: every attribute is inherited, as in htmx 2; absent: only one whose name says so. */
  readonly inherits?: 'all';
}

export function isSwapped(disposition: Disposition): disposition is Swapped {
  return 'effect' in disposition;
}
