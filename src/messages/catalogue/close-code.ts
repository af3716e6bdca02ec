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
  [1011, 'that the server had an error'],
  [1012, 'that the server is restarting'],
  [1013, 'that the server is too busy now'],
]);

/** "code 1011, which means that the server had an error", with the reason that came with it. */
export function closeCodeWords(code: number, reason = ''): string {
  const meaning = MEANINGS.get(code);
  const given = reason === '' ? '' : ` (its reason: "${inline(reason)}")`;
  return `code ${code}${meaning === undefined ? '' : `, which means ${meaning}`}${given}`;
}
