import type { Finding } from './finding.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Weather, WeatherState } from './weather.ts';
import type { PageInjection } from './wire.ts';

/** Something that a person is told. `tab`: `tab 1`; of a client without instruments `client`. Texts are as they came: whoever shows them escapes them. */
export type CoachEvent = ToldEvent & {
  /** Number that an event and its repetitions share; absent: it is always told by itself. */
  readonly run?: number;
};

type ToldEvent =
  | {
      readonly type: 'tab';
      readonly tab: string;
      readonly what: 'opened' | 'reloaded' | 'closed';
      readonly url: string;
    }
  /** A page went through without instruments, or its policy was changed for them. */
  | { readonly type: 'page'; readonly tab: string; readonly target: string; readonly page: PageInjection }
  | { readonly type: 'sent'; readonly tab: string; readonly text: string }
  /** Of a client without instruments. */
  | { readonly type: 'received'; readonly tab: string; readonly text: string }
  | { readonly type: 'handled'; readonly tab: string; readonly entry: LedgerEntry }
  | {
      readonly type: 'connection';
      readonly tab: string;
      readonly of: 'socket' | 'stream';
      readonly what: 'open' | 'closed' | 'lost';
      /** The address, or why. */
      readonly about: string;
    }
  | { readonly type: 'answer'; readonly tab: string; readonly request: string; readonly status: number }
  | { readonly type: 'unanswered'; readonly tab: string; readonly request: string; readonly why: 'refused' | 'broken' }
  | { readonly type: 'error'; readonly tab: string; readonly text: string }
  /** The pages load again, because this file was saved. */
  | { readonly type: 'reload'; readonly tab: string; readonly file: string }
  | { readonly type: 'finding'; readonly tab: string; readonly finding: Finding; readonly again: boolean }
  /** What a person, not the server, has done to a connection. */
  | {
      readonly type: 'weather';
      readonly tab: string;
      readonly of: 'socket' | 'stream';
      readonly weather: Weather;
      readonly state: WeatherState;
    }
  /** A text that a person sends into a page. `event`: of a stream; '' for a WebSocket. */
  | {
      readonly type: 'insertion';
      readonly tab: string;
      readonly of: 'socket' | 'stream';
      readonly text: string;
      readonly event: string;
      readonly state: WeatherState;
    }
  /** The code that explains why nothing came of such a text. */
  | { readonly type: 'insertion-lost'; readonly tab: string; readonly code: string }
  /** The same as before, so many times by now. */
  | { readonly type: 'repeated'; readonly tab: string; readonly times: number; readonly of: CoachEvent };
