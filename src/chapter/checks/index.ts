import { chatAppends, chatEscapes, chatShows, chatTextIntact } from './chat.ts';
import { chatReconnects, chatTwoTabs } from './chat-together.ts';
import { CHECK_IDS } from '../check.ts';
import type { ChapterCheck, CheckId } from '../check.ts';
import { envDependencies, envManifest, envRuntime } from './environment.ts';
import { pageConnects } from './page-connects.ts';
import { pageOtherPath } from './page-other-path.ts';
import { pageHtmx, pageScripts, pageServed } from './page-load.ts';
import { pageSends, pageStays } from './page-sends.ts';
import { counterTicks, counterWithChat, pageStream } from './page-stream.ts';
import { serverStarts } from './server-starts.ts';
import { sseFirstEvent } from './sse-first-event.ts';
import { sseFraming } from './sse-framing.ts';
import { sseResponse } from './sse-response.ts';
import { sseCounts, sseRate, sseRealClient, sseTwoClients } from './sse-ticks.ts';
import { sseStays } from './sse-stays.ts';
import { sseVanishingClient } from './sse-vanishing-client.ts';
import { timeInPage, timeMoves, timePresent, timeRight } from './time.ts';
import { wsEcho } from './ws-echo.ts';
import { wsHandshake } from './ws-handshake.ts';
import { wsOrder } from './ws-order.ts';
import { wsOtherText } from './ws-other-text.ts';
import { wsStays } from './ws-stays.ts';
import { wsTwoClients } from './ws-two-clients.ts';
import { wsVanishingClient } from './ws-vanishing-client.ts';

const BY_ID: { readonly [Id in CheckId]: ChapterCheck<Id> } = {
  'env-runtime': envRuntime,
  'env-manifest': envManifest,
  'env-dependencies': envDependencies,
  'server-starts': serverStarts,
  'ws-handshake': wsHandshake,
  'ws-echo': wsEcho,
  'ws-order': wsOrder,
  'ws-two-clients': wsTwoClients,
  'ws-stays': wsStays,
  'ws-vanishing-client': wsVanishingClient,
  'page-served': pageServed,
  'page-scripts': pageScripts,
  'page-htmx': pageHtmx,
  'page-connects': pageConnects,
  'page-sends': pageSends,
  'page-stays': pageStays,
  'chat-shows': chatShows,
  'chat-appends': chatAppends,
  'chat-escapes': chatEscapes,
  'chat-text-intact': chatTextIntact,
  'ws-other-text': wsOtherText,
  'page-other-path': pageOtherPath,
  'chat-two-tabs': chatTwoTabs,
  'chat-reconnects': chatReconnects,
  'sse-response': sseResponse,
  'sse-framing': sseFraming,
  'sse-first-event': sseFirstEvent,
  'sse-rate': sseRate,
  'sse-counts': sseCounts,
  'sse-two-clients': sseTwoClients,
  'sse-stays': sseStays,
  'sse-vanishing-client': sseVanishingClient,
  'sse-real-client': sseRealClient,
  'page-stream': pageStream,
  'counter-ticks': counterTicks,
  'counter-with-chat': counterWithChat,
  'time-present': timePresent,
  'time-moves': timeMoves,
  'time-right': timeRight,
  'time-in-page': timeInPage,
};

/** Every check, in the order in which their findings are fixed. */
export const CHECKS: readonly ChapterCheck[] = CHECK_IDS.map((id) => BY_ID[id]);
