import { inline } from '../visible.ts';

/** RFC 6455 section 7.4.1 and the registry of section 11.7, as words that complete "code 1000, which means …". */
const MEANINGS: ReadonlyMap<number, string> = new Map([
  [1000, 'that one side closed it normally'],
  [1001, 'that the server is going away'],
  [1002, 'that one side broke the rules of the protocol'],
  [1003, 'that this kind of data is not accepted'],
  [1005, 'that one side closed it normally and gave no code'],
  [1006, 'that the connection broke without a close message'],
  [1007, 'that a text was not valid UTF-8'],
  [1008, 'that a rule of the server forbids it'],
  [1009, 'that the message was too big'],
  [1010, 'that the client needs an extension of the protocol that the server lacks'],
  [1011, 'that the server had an error'],
  [1012, 'that the server is restarting'],
  [1013, 'that the server is too busy now'],
  [1014, 'that a proxy got no proper answer from the server behind it'],
  [1015, 'that the encrypted connection could not be made (TLS)'],
]);

/** "code 1011, which means that the server had an error", with the reason that came with it. */
export function closeCodeWords(code: number, reason = ''): string {
  const meaning = MEANINGS.get(code);
  const given = reason === '' ? '' : ` (its reason: "${inline(reason)}")`;
  return `code ${code}${meaning === undefined ? '' : `, which means ${meaning}`}${given}`;
}

/** What a close code means, as words that complete "which means"; undefined: no standard says. RFC 6455 section 7.4.2 has the ranges. */
export function closeMeaning(code: number): string | undefined {
  if (code >= 3000 && code < 4000)
    return 'something that a library or framework has registered; its documentation says what';
  if (code >= 4000 && code < 5000) return 'something that only this application defines; its source says what';
  return MEANINGS.get(code);
}
