export { catalogueOf, GENERIC } from './catalogue/index.ts';
export { codesOf, describe, explain } from './describe.ts';
export { ledgerLines } from './ledger/index.ts';
export { receivedText } from './visible.ts';
export type { DescribeContext, ServerContext, Wording } from './context.ts';
export type { Catalogue, ChapterMessages, Description, Did, Entries, Explanation, Notes, Received } from './entry.ts';
