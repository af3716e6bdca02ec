import type { PageRecord, PageSnapshot } from './page.ts';

/** What the instruments in a person's own page report. */
export type PageReport =
  /** Comes first. `url`: the page's address. */
  | { readonly type: 'hello'; readonly url: string }
  /** `at`: milliseconds since the epoch. */
  | { readonly type: 'record'; readonly record: PageRecord }
  /** The page as it is after what has been reported. */
  | { readonly type: 'snapshot'; readonly snapshot: PageSnapshot }
  /** It was asked whether it is there, or it was shown or hidden. */
  | { readonly type: 'alive'; readonly visible: boolean }
  /** A form was submitted. `field`: name of the field that a person types into, '' where it has none; undefined: it has no such field. */
  | {
      readonly type: 'submitted';
      readonly text: string;
      readonly field: string | undefined;
    };
