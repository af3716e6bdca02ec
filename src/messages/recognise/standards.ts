import { closeMeaning } from '../catalogue/close-code.ts';

/** What a standard says about a number in a text, whether or not a code of the tutor fits. */
export interface StandardMeaning {
  /** `Close code 1006`, `Status 404`. */
  readonly subject: string;
  /** Completes "… means". */
  readonly meaning: string;
  /** The section of the standard. */
  readonly source: string;
}

/** RFC 9110 section 15, RFC 6585 section 4; completes "means". */
const STATUS: ReadonlyMap<number, string> = new Map([
  [101, 'that the server agrees to the other protocol: a WebSocket is open'],
  [200, 'success; for a WebSocket handshake it is wrong, only 101 opens one'],
  [204, 'success without a body; it also tells an EventSource not to connect again'],
  [301, 'that the address has changed for good'],
  [302, 'that the answer is at another address for now'],
  [304, 'that the copy which the browser has is still good'],
  [307, 'that the answer is at another address for now, with the same method'],
  [308, 'that the address has changed for good, with the same method'],
  [400, 'that the server does not understand the request'],
  [401, 'that a login is needed'],
  [403, 'that the server understands the request and refuses it'],
  [404, 'that the server has nothing at this address'],
  [405, 'that the address exists, but not for this method'],
  [406, 'that the server has no form of the answer that the client accepts'],
  [408, 'that the request took too long to arrive'],
  [413, 'that the request is too big'],
  [415, 'that the server does not accept this type of data'],
  [422, 'that the data is readable but not valid; FastAPI says so about a missing parameter or field'],
  [426, 'that the address is for another protocol: a WebSocket cannot be opened as a page'],
  [429, 'that the client sent too many requests'],
  [500, 'that an error ended the handler; the output of the server says which'],
  [501, 'that the server does not know this method'],
  [502, 'that a proxy got no proper answer from the server behind it'],
  [503, 'that the server cannot answer now'],
  [504, 'that a proxy waited too long for the server behind it'],
]);

const ALONE = /^\s*(?<number>\d{3,4})\s*$/u;
const CLOSE =
  /\bclos(?:e|ed|ing)(?: ?event| code| frame)?\b.{0,40}?\b(?<a>[1-4]\d{3})\b|\bcode[:=] ?(?<b>[1-4]\d{3})\b|WebSocketDisconnect: \((?<c>[1-4]\d{3}),|\b(?:received|sent) (?<d>[1-4]\d{3}) \(/iu;
const HTTP = /\b(?:HTTP(?:\/[\d.]+)?|status(?: code)?:?|response:?|code:?) ?\(?(?<status>[345]\d\d)\b/iu;
const MOST = 3;

/** The numbers of a text that a standard defines, in the order in which they stand there. @param texts lines without control characters */
export function standardMeanings(texts: readonly string[]): readonly StandardMeaning[] {
  const found = new Map<string, StandardMeaning>();
  for (const text of texts) {
    const meaning = meaningIn(text);
    if (meaning !== undefined) found.set(meaning.subject, meaning);
    if (found.size === MOST) break;
  }
  return [...found.values()];
}

function meaningIn(text: string): StandardMeaning | undefined {
  const alone = ALONE.exec(text)?.groups?.['number'];
  const close = Object.values(CLOSE.exec(text)?.groups ?? {}).find((number) => number !== undefined) ?? alone;
  const meaning = close === undefined ? undefined : closeMeaning(Number(close));
  if (meaning !== undefined) return { subject: `Close code ${close}`, meaning, source: 'RFC 6455, section 7.4' };
  const status = HTTP.exec(text)?.groups?.['status'] ?? alone;
  const answer = STATUS.get(Number(status));
  return answer === undefined
    ? undefined
    : {
        subject: `HTTP status ${status}`,
        meaning: answer,
        source: status === '429' ? 'RFC 6585, section 4' : 'RFC 9110, section 15',
      };
}
