import type { Clicked, PageSnapshot } from '../../../model/page.ts';
import { findControls, type FoundControls, type Typing } from './controls.ts';
import type { EffectReading, Effects } from './effects.ts';
import { elementsNow, scriptsNow } from './elements.ts';
import type { Handlings } from './handling.ts';
import { htmxNow, inShadowRootsNow, notSetUpNow } from './htmx-library.ts';
import type { Pending } from './pending.ts';
import { standingPoint, type Point } from './standing-point.ts';
import { textWaiter, type TextSeen } from './text-wait.ts';
import type { Sight } from './visible-text.ts';
import { watchedNow } from './watched.ts';

/** What the tutor can ask a page from inside it. */
export interface PageAgent {
  snapshot(): PageSnapshot;
  /** -1: the selector does not parse. */
  count(selector: string): number;
  click(selector: string): Clicked;
  untilText(selector: string, text: string, deadlineMs: number): Promise<TextSeen>;
  fixRandom(value: number | undefined): void;
  /** @param field name of the form field to prefer */
  findControls(typing: Typing): FoundControls;
  effects(): EffectReading;
  /** Whether there has been an effect since the reading `before`, now or within `deadlineMs`. */
  effectSince(before: number, deadlineMs: number): Promise<boolean>;
  /** Where to click; undefined: it did not stop moving, become enabled and uncovered within `readyMs`. */
  pointOf(button: HTMLElement, readyMs: number): Promise<Point | undefined>;
}

/** Saves the page's native functions before a script of the page can replace them. */
export function createAgent(
  sight: Sight,
  {
    effects,
    handlings,
    pending,
  }: { readonly effects: Effects; readonly handlings: Handlings; readonly pending: Pending },
  watched: readonly string[],
): PageAgent {
  const { view } = sight;
  const { document } = view;
  const nativeRandom = view.Math.random;
  return {
    snapshot() {
      // What led to this page is to be on record with it.
      handlings.flush();
      const quietForMs = pending();
      const listed = elementsNow(document);
      return {
        ...(quietForMs === undefined ? {} : { quietForMs }),
        url: view.location.href,
        htmx: htmxNow(view),
        scripts: scriptsNow(document),
        elements: listed.rows,
        ...notSetUpNow(view, listed),
        ...inShadowRootsNow(view),
        watched: watchedNow(sight, watched),
      };
    },
    count(selector) {
      try {
        return document.querySelectorAll(selector).length;
      } catch {
        return -1;
      }
    },
    click(selector) {
      try {
        const found = document.querySelector<HTMLElement>(selector);
        found?.click();
        return found === null ? 'missing' : 'clicked';
      } catch {
        return 'invalid';
      }
    },
    untilText: textWaiter(sight),
    fixRandom(value) {
      view.Math.random = value === undefined ? nativeRandom : () => value;
    },
    findControls: (typing) => findControls(document, typing),
    effects: () => effects.read(),
    effectSince: (before, deadlineMs) => effects.since(before, deadlineMs),
    pointOf: (button, readyMs) => standingPoint(view, button, readyMs),
  };
}
