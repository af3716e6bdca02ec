import type { PageWindow } from './page-window.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The middle of an element in the window's coordinates, as soon as it has stopped moving, is enabled and is not covered; undefined when
 * that does not happen within `readyMs`, or when the page removes it. Needs a layout, which only a browser has.
 */
export async function standingPoint(
  view: PageWindow,
  element: HTMLElement,
  readyMs: number,
): Promise<Point | undefined> {
  const deadline = view.performance.now() + readyMs;
  element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  for (let before = element.getBoundingClientRect(); element.isConnected && view.performance.now() < deadline;) {
    await new Promise((resolve) => view.requestAnimationFrame(resolve));
    const now = element.getBoundingClientRect();
    const stands = now.x === before.x && now.y === before.y && now.width > 0 && now.height > 0;
    before = now;
    const x = now.x + now.width / 2;
    const y = now.y + now.height / 2;
    const open = view.document.elementFromPoint(x, y);
    if (stands && !element.matches(':disabled') && (open === element || element.contains(open))) return { x, y };
  }
  return undefined;
}
