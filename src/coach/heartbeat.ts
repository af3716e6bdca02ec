import type { Finding } from '../model/finding.ts';
import { flooded, pageStopped } from '../rules/observed-page.ts';

/** Looks in a row without a sign of life, two a second, after which a page counts as hung. */
const LOOKS = 16;
/** After these the answer of a page that runs would have come. */
const UNSURE_LOOKS = 2;
/** Between two looks at most: with more, this computer slept, or the tutor itself had no processor. Milliseconds. */
const GAP_MS = 2000;

/**
 * Whether a page still answers: its instruments are asked all the time, and say at once that they are there. Browsers give a hidden page little time or
 * none, so only a page that was last seen visible is judged.
 */
export class Heartbeat {
  #isVisible = false;
  #hasAnswered = false;
  #silentLooks = 0;
  #silentSince = 0;
  #lookedAt = 0;

  /** The page has said something. @param isVisible undefined: it was not asked */
  heard(now: number, isVisible?: boolean): void {
    this.#hasAnswered ||= isVisible !== undefined;
    this.#isVisible = isVisible ?? this.#isVisible;
    this.#silentLooks = 0;
    this.#silentSince = now;
  }

  /** It answers when it is asked, and does not now: what it has received, it has not reported. */
  get isSilent(): boolean {
    return this.#hasAnswered && this.#silentLooks > UNSURE_LOOKS;
  }

  /** @returns for how many milliseconds the page has been silent, once for each time that it hangs; undefined: it answers, or that is not known */
  look(now: number): number | undefined {
    const wasAsleep = now - this.#lookedAt > GAP_MS;
    this.#lookedAt = now;
    if (wasAsleep) this.heard(now);
    this.#silentLooks += 1;
    return this.#isVisible && this.#silentLooks === LOOKS ? now - this.#silentSince : undefined;
  }
}

/**
 * The connection on which the page reports is open, and the page says nothing on it.
 * @param perSecond messages and events that came from the server meanwhile, each second
 */
export function hangs(silentMs: number, perSecond: number): Finding {
  const ms = Math.round(silentMs / 1000) * 1000;
  const stop = flooded({ reason: 'hung', during: 'use', ms }, perSecond);
  return pageStopped(stop, { did: { kind: 'page' }, waitedMs: silentMs });
}
