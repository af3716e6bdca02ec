import { chatAppends, chatEscapes, chatShows, chatTextIntact } from './chat.ts';
import { chatReconnects, chatTwoTabs } from './chat-together.ts';
import type { Check } from '../../run/check.ts';
import { environmentChecks } from './environment.ts';
import { pageConnects } from './page-connects.ts';
import { pageHtmx, pageScripts, pageServed } from './page-load.ts';
import { pageSends, pageStays } from './page-sends.ts';
import { counterTicks, counterWithChat, pageStream } from './page-stream.ts';
import { serverStarts } from './server-starts.ts';
import { sseFirstEvent } from './sse-first-event.ts';
import { sseFraming } from './sse-framing.ts';
import { sseResponse } from './sse-response.ts';
import { sseCounts, sseRate, sseRealClient, sseTwoClients } from './sse-ticks.ts';
import { sseVanishingClient } from './sse-vanishing-client.ts';
import { timeInPage, timeMoves, timePresent, timeRight } from './time.ts';
import { wsEcho } from './ws-echo.ts';
import { wsHandshake } from './ws-handshake.ts';
import { wsOrder } from './ws-order.ts';
import { wsTwoClients } from './ws-two-clients.ts';
import { wsVanishingClient } from './ws-vanishing-client.ts';

export type { Check, Outcome } from '../../run/check.ts';
export { Session } from '../../run/session.ts';

/** Every check, in the order in which their faults are mended. Which step has which is said in `steps/`. */
export const CHECKS: readonly Check[] = [
  ...environmentChecks,
  serverStarts,
  wsHandshake,
  wsEcho,
  wsOrder,
  wsTwoClients,
  wsVanishingClient,
  pageServed,
  pageScripts,
  pageHtmx,
  pageConnects,
  pageSends,
  pageStays,
  chatShows,
  chatAppends,
  chatEscapes,
  chatTextIntact,
  chatTwoTabs,
  chatReconnects,
  sseResponse,
  sseFraming,
  sseFirstEvent,
  sseRate,
  sseCounts,
  sseTwoClients,
  sseVanishingClient,
  sseRealClient,
  pageStream,
  counterTicks,
  counterWithChat,
  timePresent,
  timeMoves,
  timeRight,
  timeInPage,
];

export const CHECK_IDS: readonly string[] = CHECKS.map((check) => check.id);
