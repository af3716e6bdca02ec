import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';

/** Readings of what the page has done so far in response to a person. */
export interface EffectReading {
  readonly any: number;
  readonly submits: number;
  readonly invalids: number;
}

export interface Effects {
  read(): EffectReading;
  /** Whether there has been an effect since the reading `before`, now or within `deadlineMs`. */
  since(before: number, deadlineMs: number): Promise<boolean>;
}

/** Counts forms that are submitted or held back, in addition to the frames and requests that others count. */
export function watchEffects(view: PageWindow, { effects }: InstrumentPort): Effects {
  view.addEventListener('submit', () => void (effects.submits += 1), true);
  view.addEventListener('invalid', () => void (effects.invalids += 1), true);
  // A page may replace its timers.
  const startTimer = view.setTimeout.bind(view);
  const read = (): EffectReading => {
    const { submits, invalids, frames, requests } = effects;
    return { any: submits + invalids + frames + requests, submits, invalids };
  };
  return {
    read,
    since(before, deadlineMs) {
      const until = view.performance.now() + deadlineMs;
      return new Promise((resolve) => {
        const look = (): void => {
          const { any } = read();
          if (any !== before || view.performance.now() >= until) resolve(any !== before);
          else startTimer(look, 5);
        };
        look();
      });
    },
  };
}
