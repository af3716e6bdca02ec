import type { PageRecord } from '../model/page.ts';

export type RecordOf<T extends PageRecord['type']> = Extract<PageRecord, { readonly type: T }>;

/** The records of one type, in order. */
export function ofType<T extends PageRecord['type']>(records: readonly PageRecord[], type: T): readonly RecordOf<T>[] {
  return records.filter((record): record is RecordOf<T> => record.type === type);
}

/** Whether there is a record of this type. */
export function has(records: readonly PageRecord[], type: PageRecord['type']): boolean {
  return records.some((record) => record.type === type);
}
