/** A cookie by its name and value, as a browser sends it: nothing in it is encoded. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** What a person gives for one origin. It goes to that origin and to no other, however a request gets there. */
export interface Credentials {
  /** `http://localhost:3000`. */
  readonly origin: string;
  /** Names as they were given; no two differ in case alone. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly Cookie[];
}

/** The headers of one request. @param url absolute; a WebSocket belongs to the origin of the same host and port */
export function headersFor(credentials: Credentials | undefined, url: URL): Readonly<Record<string, string>> {
  return credentials !== undefined && originOf(url) === credentials.origin ? credentials.headers : {};
}

/** As `headersFor`, with the cookies among them, for a client that keeps none. */
export function requestHeaders(credentials: Credentials | undefined, url: URL): Readonly<Record<string, string>> {
  if (credentials === undefined || originOf(url) !== credentials.origin) return {};
  const cookie = credentials.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return cookie === '' ? credentials.headers : { ...credentials.headers, Cookie: cookie };
}

/** The origin of a page that may use the address without asking for another: `ws:` counts as `http:`, `wss:` as `https:`. */
export function originOf({ protocol, host }: URL): string {
  return `${protocol.replace(/^ws/u, 'http')}//${host}`;
}
