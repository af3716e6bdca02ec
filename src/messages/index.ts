export { catalogueOf, GENERIC } from './catalogue/index.ts';
export { codesOf, describe, explain, sightingsOf } from './describe.ts';
export { recognise } from './recognise/index.ts';
export { ledgerLines } from './ledger/index.ts';
export { receivedText } from './visible.ts';
export type { DescribeContext, ServerContext, Wording } from './context.ts';
export type { Catalogue, ChapterMessages, Description, Did, Entries, Explanation, Notes, Received } from './entry.ts';
export type { Fit, Recognised } from './recognise/index.ts';
export type { Sighting } from './sighting.ts';
