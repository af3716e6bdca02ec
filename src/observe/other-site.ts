import http from 'node:http';
import { listenOnLoopback } from './loopback.ts';

/** A small web server on this machine with one page: to a browser, another site than that of the server that is checked. */
export interface OtherSite {
  /** `http://localhost:40123`; the page is at each of its paths. */
  readonly origin: string;
  /** Ends it and all its connections. */
  close(): Promise<void>;
}

/** @param page its HTML @returns undefined: no port is free */
export async function openOtherSite(page: string): Promise<OtherSite | undefined> {
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  const port = await listenOnLoopback(server);
  if (port === undefined) return undefined;
  return {
    origin: `http://localhost:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
