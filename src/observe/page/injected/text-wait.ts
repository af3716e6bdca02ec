import { showsVisibly, type Sight } from './visible-text.ts';

export interface TextSeen {
  readonly met: boolean;
  readonly text: string;
  readonly html: string;
}

/** See `PageView.untilText`. @returns a function that waits; the page's own timers may be replaced later */
export function textWaiter(sight: Sight): (selector: string, text: string, deadlineMs: number) => Promise<TextSeen> {
  const { view } = sight;
  const startTimer = view.setTimeout.bind(view);
  const stopTimer = view.clearTimeout.bind(view);
  return (selector, text, deadlineMs) => {
    const look = (): TextSeen => {
      const element = view.document.querySelector(selector);
      const seen = { text: element?.textContent ?? '', html: element?.innerHTML ?? '' };
      return {
        ...seen,
        met: element !== null && seen.text.includes(text) && showsVisibly(sight, element, text),
      };
    };
    return new Promise((resolve) => {
      const first = look();
      if (first.met) return resolve(first);
      const end = (seen: TextSeen): void => {
        observer.disconnect();
        stopTimer(timer);
        resolve(seen);
      };
      const observer = new view.MutationObserver(() => {
        const seen = look();
        if (seen.met) end(seen);
      });
      const timer = startTimer(() => end(look()), deadlineMs);
      observer.observe(view.document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  };
}
