/** Names of this machine, as a URL has them. */
export const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** The page's own host on any port, and this machine: no other host is ever contacted. `hostname` as in a URL. */
export function mayReach(hostname: string, pageHostname: string): boolean {
  return LOOPBACK.has(hostname) || hostname === pageHostname;
}

/** What a page may ask in a browser: its own host and this machine, or any host, as it may without the tutor. The DOM engine allows the first alone. */
export type Reach = 'page' | 'anywhere';
