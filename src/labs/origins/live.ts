import type { PageDriver } from '../../model/page.ts';
import type { Place } from '../../model/timeline.ts';
import { endpointPlace } from '../../rules/places.ts';
import type { PlaceFinder } from '../../rules/places.ts';
import { ofType } from '../../rules/records.ts';
import { CONTRACT } from './contract.ts';

/** Where the page is, and where its connections lead: the server chooses the port of the latter itself. */
export interface Addresses {
  /** Origin of the page. */
  readonly own: string;
  readonly stream: URL;
  /** With the scheme `ws` or `wss`. */
  readonly socket: URL;
}

/** As the page asked for them; the contract's paths on the page's own server where it has not asked. */
export async function addressesOf(tab: PageDriver): Promise<Addresses> {
  const { url } = await tab.snapshot();
  const stream = ofType(tab.records, 'stream-new')[0]?.url ?? CONTRACT.streamPath;
  const socket = ofType(tab.records, 'socket-new')[0]?.url ?? CONTRACT.socketPath;
  const socketUrl = new URL(socket, url);
  socketUrl.protocol = socketUrl.protocol.replace('http', 'ws');
  return { own: new URL(url).origin, stream: new URL(stream, url), socket: socketUrl };
}

/** Origins that look like one to a comparison that is not of the whole, and that browsers send: of other sites, and of a page in a sandbox. */
export function lookalikes(own: string): readonly string[] {
  const { protocol, host, hostname, port } = new URL(own);
  const sites = [
    `${protocol}//shoes-${host}`,
    `${protocol}//${hostname}.shoes.example${port === '' ? '' : `:${port}`}`,
  ];
  return [...sites.filter((site) => URL.canParse(site)), 'null'];
}

/** The line that looks at the origin of a handshake; else the one that creates the endpoint. */
export function originPlace(locate: PlaceFinder): readonly Place[] {
  const checks = locate.find('server', /\bheaders\.origin\b|['"`]origin['"`]|\bverifyClient\b/iu);
  return checks.length > 0 ? checks : endpointPlace(locate, CONTRACT.socketPath);
}
