/** Close codes with which a connection can be cut; 1006 is a cut without a close frame (RFC 6455, 7.4.1). */
export const CLOSE_CODES = [1000, 1001, 1006, 1011, 1012, 1013] as const;

export type CloseCode = (typeof CLOSE_CODES)[number];

/** What a person does to the connections of a tab, to see what the page makes of it. `drop`, `duplicate`, `delay`: the next message or event of the server. */
export type Weather =
  /** Of an event stream, which has no close codes, `code` says nothing. */
  | { readonly type: 'cut'; readonly code: CloseCode }
  /** What comes after it waits as well: nothing overtakes on a connection. */
  | { readonly type: 'delay'; readonly ms: number }
  | { readonly type: 'drop' }
  | { readonly type: 'duplicate' }
  /** Nothing goes through, either way, and nothing is closed. */
  | { readonly type: 'freeze' }
  | { readonly type: 'thaw' };

/**
 * Why it cannot be done. `closing`: the connection is being closed. `length`: the answer says how long it is. `compressed`: the stream is compressed.
 * `too-large`: a message was too large to be unpacked, so those after the dropped one could not be read. `gone`: the connection is not there any more.
 */
export type Obstacle = 'closing' | 'length' | 'compressed' | 'too-large' | 'gone';

/**
 * How far it has come. `waiting`: for the next message, or the end of the one that is on its way. `over`: what was held goes on. `lost`: the connection
 * ended first.
 */
export type WeatherState = 'waiting' | 'done' | 'over' | 'lost' | { readonly not: Obstacle };
