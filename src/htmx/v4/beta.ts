/** A form that alphas and betas of htmx 4 had and 4.0 no longer has, and what takes its place. */
export interface BetaForm {
  readonly kind: 'event' | 'member';
  readonly found: string;
  /** '': nothing takes its place. */
  readonly use: string;
}

/** Events of hx-ws and hx-sse in htmx.org 4.0.0-alpha8 to 4.0.0-beta6 (spring 2026), and those of 4.0. */
const EVENTS: Readonly<Record<string, string>> = {
  'htmx:before:ws:connect': 'htmx:ws:before:connection',
  'htmx:after:ws:connect': 'htmx:ws:after:connection',
  'htmx:before:ws:connection': 'htmx:ws:before:connection',
  'htmx:after:ws:connection': 'htmx:ws:after:connection',
  'htmx:before:ws:message': 'htmx:ws:before:message:incoming',
  'htmx:after:ws:message': 'htmx:ws:after:message:incoming',
  'htmx:before:ws:send': 'htmx:ws:before:message:outgoing',
  'htmx:after:ws:send': 'htmx:ws:after:message:outgoing',
  'htmx:before:ws:request': 'htmx:ws:before:message:outgoing',
  'htmx:after:ws:request': 'htmx:ws:after:message:outgoing',
  'htmx:ws:reconnect': 'htmx:ws:before:connection',
  'htmx:ws:rawMessage': 'htmx:ws:before:message:incoming',
  'htmx:wsMessage': 'htmx:ws:before:message:incoming',
  'htmx:wsSendError': 'htmx:ws:error',
  'htmx:before:sse:connection': 'htmx:sse:before:connection',
  'htmx:after:sse:connection': 'htmx:sse:after:connection',
  'htmx:before:sse:message': 'htmx:sse:before:message',
  'htmx:after:sse:message': 'htmx:sse:after:message',
};

/** Whether a version is of that time. @param version as `htmx.version` has it */
export function isBeta(version: string): boolean {
  return /^4\.0\.0-(?:alpha|beta)/u.test(version);
}

/**
 * Events of that time that a page listens to, in a script of its own or in an attribute (`hx-on:htmx:before:ws:message`, `hx-on::before:ws:message`).
 * @param html of the page as served
 */
export function betaEvents(html: string): readonly BetaForm[] {
  return Object.entries(EVENTS)
    .filter(([name]) => {
      const short = name.replace(/^htmx/u, 'hx-on:');
      return [name, short].some((text) => new RegExp(`${text}(?![\\w:-])`, 'u').test(html));
    })
    .map(([found, use]) => ({ kind: 'event', found, use }));
}

/** Members of an envelope that `handleMessage` of that time read and that of 4.0 does not, or only with a warning. */
const MEMBERS: Readonly<Record<string, string>> = { payload: 'content', channel: '', format: '', request_id: '' };

/** Members of that time in a message of a WebSocket; empty: it has none, or is not such an envelope. */
export function betaMembers(message: string): readonly BetaForm[] {
  try {
    const value: unknown = JSON.parse(message);
    if (typeof value !== 'object' || value === null || !('payload' in value || 'content' in value)) return [];
    return Object.keys(MEMBERS)
      .filter((name) => Object.hasOwn(value, name))
      .map((found) => ({ kind: 'member', found, use: MEMBERS[found] ?? '' }));
  } catch {
    return [];
  }
}
