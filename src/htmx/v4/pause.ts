import type { Transport } from '../dialect.ts';
import { attribute } from '../elements.ts';
import type { WithAttributes } from '../elements.ts';

/**
 * Whether htmx 4 closes the connection of an element in a tab that is hidden (hx-ws and hx-sse 4, `getConfig`: `pauseOnBackground` is true,
 * unless `hx-config` of the element or `htmx.config` says otherwise). What the server sends meanwhile does not arrive.
 * @param html of the page as served, where its configuration is
 */
export function pausesInBackground(connector: WithAttributes, transport: Transport, html: string): boolean {
  const own = attribute(connector, 'hx-config') ?? '';
  return ![own, ...configurations(html)].some((text) => turnsOff(text, transport));
}

/** `<meta name="htmx-config" content="…">`, and `htmx.config.ws.pauseOnBackground = false` in a script. */
function configurations(html: string): readonly string[] {
  const metas = (html.match(/<meta\b[^>]*>?/giu) ?? []).filter(
    (meta) => meta.endsWith('>') && /htmx-config/iu.test(meta),
  );
  const scripts = html.match(/htmx\.config\.(?:ws|sse)\b[^;\n]*/gu) ?? [];
  return [...metas, ...scripts];
}

function turnsOff(text: string, transport: Transport): boolean {
  const at = text.search(new RegExp(String.raw`\b${transport}\b`, 'u'));
  return at !== -1 && /pauseOnBackground\b\W{0,12}false\b/u.test(text.slice(at));
}
