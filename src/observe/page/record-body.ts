import type { PageRecord } from '../../model/page.ts';

/** A page record before it has its time. */
export type RecordBody = PageRecord extends infer R ? (R extends PageRecord ? Omit<R, 'at'> : never) : never;
