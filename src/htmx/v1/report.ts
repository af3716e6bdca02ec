import type { ReportDialect } from '../dialect.ts';
import { report as v2 } from '../v2/report.ts';

/** htmx 1.9 `selectAndSwap` throws where an event has no target; neither the core nor its extension says that it closes a stream. */
export const report: ReportDialect = {
  ...v2,
  reported: { ...v2.reported, notSwapped: ['htmx:targetError'], streamClosed: undefined },
  whyStreamClosed: () => undefined,
};
