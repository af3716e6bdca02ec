import { USUAL_PORT } from '../common/serve/usual-port.ts';
import type { CoachEvent } from '../../model/coach-event.ts';

export interface PageListener {
  /** The page's address, or why there is none: a few words. */
  readonly onStatus: (status: string) => void;
  /** Where the browser finds the page, whenever that is ready. */
  readonly onAddress: (address: string) => void;
  readonly onCoach: (event: CoachEvent) => void;
  /** A line that the server printed, or one by the tutor about it; safe to show. */
  readonly onLine: (line: string) => void;
}

/**
 * Where the page is, and what explains that: another program at the usual port, a proxy in front of a server that prints a port of its own.
 * @param server where the server listens. @param own the port that it has opened in place of the one that it was given
 */
export function addressStatus(address: string, server: string, own: number | undefined): string {
  if (own === undefined && !address.endsWith(`:${USUAL_PORT}`)) return `${address}/ (${USUAL_PORT} is taken)`;
  return `${address}/${server === address ? '' : ` (itself at ${new URL(server).port})`}`;
}
