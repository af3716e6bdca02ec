import type { Weather, WeatherState } from './weather.ts';

/** What a proxy in front of a server saw. Times are milliseconds since the epoch. Texts are cut; `bytes` is the whole length. */
export type WireEvent = { readonly at: number } & (
  | {
      /** A request was answered, as far as its head. */
      readonly type: 'answer';
      readonly method: string;
      /** Path and query, as they were asked for. */
      readonly target: string;
      readonly status: number;
      /** '' where there is none. */
      readonly contentType: string;
      readonly nosniff: boolean;
      readonly page: PageInjection | undefined;
    }
  /** A page, as the server sent it, at the end of it. */
  | { readonly type: 'page'; readonly target: string; readonly html: string }
  /** `refused`: nothing listens. `broken`: the connection ended before the head of the answer. */
  | {
      readonly type: 'unanswered';
      readonly method: string;
      readonly target: string;
      readonly why: 'refused' | 'broken';
    }
  | {
      readonly type: 'socket-open';
      readonly socket: number;
      readonly target: string;
      /** '' where none was agreed on. */
      readonly protocol: string;
    }
  | {
      readonly type: 'frame';
      readonly socket: number;
      readonly from: 'browser' | 'server';
      readonly text: string;
      readonly binary: boolean;
      readonly bytes: number;
    }
  /** A close frame (RFC 6455, 5.5.1); 1005: without a code. */
  | {
      readonly type: 'close-frame';
      readonly socket: number;
      readonly from: 'browser' | 'server';
      readonly code: number;
      readonly reason: string;
    }
  /** What one side sends is not read any more: it is not a frame, or it is too much. Its bytes still go through. */
  | { readonly type: 'unread'; readonly socket: number; readonly from: 'browser' | 'server'; readonly why: string }
  | { readonly type: 'socket-end'; readonly socket: number }
  | { readonly type: 'stream-event'; readonly stream: number; readonly event: string; readonly data: string }
  | { readonly type: 'stream-open'; readonly stream: number; readonly target: string }
  | { readonly type: 'stream-end'; readonly stream: number }
  /** What a person has done to a connection, not its server. `tab`: number of the page it belongs to; undefined: not known. */
  | {
      readonly type: 'weather';
      readonly of: 'socket' | 'stream';
      /** Number of the socket or the stream. */
      readonly number: number;
      readonly tab: number | undefined;
      readonly weather: Weather;
      readonly state: WeatherState;
    }
  /** A text that a person sends into a page, between two messages of its server. `event`: of a stream; '' for a WebSocket. */
  | {
      readonly type: 'insertion';
      readonly of: 'socket' | 'stream';
      readonly number: number;
      readonly tab: number | undefined;
      readonly text: string;
      readonly event: string;
      readonly state: WeatherState;
    }
);

/**
 * Whether the instruments were put into a page. `changed`: directives of its policy to which the addresses of the instruments were added. `why`:
 * the page is not HTML in an encoding that contains ASCII, it came compressed although that was not asked for, or it was too long before its
 * head.
 */
export type PageInjection =
  | { readonly injected: true; readonly changed: readonly string[] }
  | { readonly injected: false; readonly why: 'compressed' | 'encoding' | 'long-before-head' };
