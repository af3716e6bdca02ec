/** A chat in which everybody gets every message. */
export interface RoomFacts {
  /** `text`: the message. `missing`: who did not get it. */
  'room/not-to-all': { readonly text: string; readonly missing: 'sender' | 'others' | 'everybody' };
  /** `name`: of the sender, as it was sent. `came`: the text of the message, as a page shows it. */
  'room/without-name': { readonly name: string; readonly came: string };
  /** `of`: what came as markup. `text`: as it was sent. */
  'room/unescaped': { readonly of: 'name' | 'message'; readonly text: string };
  /** `name`: of who joined. */
  'room/join-not-told': { readonly name: string };
  /** `name`: of who left. `how`: with a close frame, or without. */
  'room/leave-not-told': { readonly name: string; readonly how: 'closed' | 'vanished' };
  /** `sent`: how many messages the clients sent. `lost`: how many of them the client did not get that lacks most. */
  'room/message-lost': { readonly sent: number; readonly lost: number };
  /** `text`: the message. `times`: how often it came to one client. `own`: that client had sent it. */
  'room/message-twice': { readonly text: string; readonly times: number; readonly own: boolean };
  /** `sender`: the messages of one sender came in another order; `clients`: two clients got the same messages in different orders. */
  'room/out-of-order': { readonly differs: 'sender' | 'clients'; readonly first: string; readonly second: string };
  /**
   * `last`: so many of the last messages are due. `came`: so many messages came. `order`: whether they came in the order in which they were sent.
   * `notes`: so many lines of who joined or left fill what is due; absent: none do.
   */
  'room/history': {
    readonly last: number;
    readonly came: number;
    readonly order: 'right' | 'other';
    readonly notes?: number;
  };
  /** `text`: as it was typed. `times`: how often the tab shows it. `own`: it was typed in this tab. */
  'room/page-times': { readonly text: string; readonly times: number; readonly own: boolean };
  /** `sent`: so many characters had been sent when another client got no more. `closed`: its connection was closed. */
  'room/slow-holds-up': { readonly sent: number; readonly closed: boolean };
  /** `kept`: so many characters came to the client once it read again, of `sent`. */
  'room/slow-kept': { readonly sent: number; readonly kept: number };
}

declare module '../../model/finding.ts' {
  interface FactsByCode extends RoomFacts {}
}
