import type { ReportDialect } from '../dialect.ts';
import { report as v2 } from '../v2/report.ts';

export const report: ReportDialect = {
  core: { ...v2.core, enable: undefined, disable: undefined, filter: undefined, reconnectDelay: undefined },
  isHandler: v2.isHandler,
  readsReconnectDelay: () => true,
  reported: {
    notSwapped: [],
    eventSwapped: 'htmx:sse:after:message',
    streamClosed: 'htmx:sse:close',
    sends: undefined,
    requestRefused: undefined,
  },
  /** hx-sse 4 `cleanup`: `message` by hx-sse:close; `cleanup` as htmx removes the element, `removed` when it is gone already. */
  whyStreamClosed(detail) {
    if (/"reason":"(?:removed|cleanup)"/u.test(detail)) return 'connector-removed';
    return /"reason":"message"/u.test(detail) ? 'by-event' : undefined;
  },
};
