import * as v from 'valibot';
import type { PageReport } from '../../model/coached.ts';
import { recordBody, snapshot } from '../page/record-schema.ts';

/** Reports in one message. */
const MOST = 2000;
const LONGEST = 64 * 1024;

const short = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, LONGEST)),
);

const report: v.GenericSchema<unknown, PageReport> = v.variant('type', [
  v.object({ type: v.literal('hello'), url: short }),
  v.pipe(
    v.object({ type: v.literal('record'), at: v.number(), body: recordBody }),
    v.transform(({ at, body }) => ({ type: 'record' as const, record: { at, ...body } })),
  ),
  v.object({ type: v.literal('snapshot'), snapshot }),
  v.object({ type: v.literal('alive'), visible: v.boolean() }),
  v.pipe(
    v.object({ type: v.literal('submitted'), text: short, field: v.optional(short) }),
    v.transform(({ field, ...others }) => ({ ...others, field })),
  ),
]);

/** The reports in a message of a page, which may be anybody's: one of another form is ignored. */
export function readReports(message: string): readonly PageReport[] {
  try {
    const list: unknown = JSON.parse(message);
    if (!Array.isArray(list)) return [];
    return list.slice(0, MOST).flatMap((each) => {
      const read = v.safeParse(report, each);
      return read.success ? [read.output] : [];
    });
  } catch {
    // Not JSON, or nested so deeply that it is not read.
    return [];
  }
}
