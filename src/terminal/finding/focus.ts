import { ending } from '../../model/whole-characters.ts';
import { cutToWidth, displayWidth, graphemesOf, splitAtWidth } from '../text.ts';

/**
 * Cuts a line to `width` columns so that it still has its beginning and what matters in it; its beginning and its end where nothing in
 * it matters more.
 */
export function cutAround(text: string, focus: string | undefined, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  const mark = displayWidth(ellipsis);
  const at = focus === undefined ? -1 : text.indexOf(focus);
  if (focus === undefined || at < 0) {
    const head = columns(text, Math.ceil(((width - mark) * 2) / 3));
    return `${head}${ellipsis}${lastColumns(text, width - mark - displayWidth(head))}`;
  }
  if (displayWidth(text.slice(0, at + focus.length)) <= width - mark) return cutToWidth(text, width, ellipsis);
  // A few more characters take no more room than the mark that would say that they are missing.
  const rest = text.slice(at);
  const size = displayWidth(rest) <= displayWidth(focus) + mark ? displayWidth(rest) : displayWidth(focus) + mark;
  const head = columns(text, Math.max(Math.floor(width / 4), width - mark - size));
  if (at < head.length) return cutToWidth(text, width, ellipsis);
  return `${head}${ellipsis}${cutToWidth(rest, width - displayWidth(head) - mark, ellipsis)}`;
}

function columns(text: string, width: number): string {
  return splitAtWidth(text, Math.max(0, width))[0];
}

/** The longest suffix that fits into `width` columns. */
function lastColumns(text: string, width: number): string {
  let rest = '';
  // A character takes at most two columns, so those before are not looked at.
  for (const { segment } of graphemesOf(ending(text, width * 8)).toReversed()) {
    if (displayWidth(segment) + displayWidth(rest) > width) break;
    rest = segment + rest;
  }
  return rest;
}
