import { isSwapped } from '../htmx/disposition.ts';
import type { Finding } from '../model/finding.ts';
import { htmlInJson } from './html-in-json.ts';
import type { SourceLocator } from './locate.ts';
import { sendPlace } from './places.ts';
import type { SwapRule, SwapView } from './swap-message.ts';
import { answered, partsOf } from './swap-message.ts';

// What a frame that should be a piece of HTML is as a whole: JSON with the HTML inside, or a whole document.

/** Calls that make JSON of what is sent, in the languages that learners write; a reader of JSON is none. */
const MAKES_JSON =
  /\b(send_json|JSON\.stringify|json\.dumps|orjson\.dumps|json_encode|to_json|json\.Marshal|WriteJSON|jsonify|encode_json|sendJSON)\b/gu;
/** The same in a line that sends. */
const SENDS_JSON =
  /send_json|(?:send|write_message|send_text|send_str)\w*\s*\(.*(?:JSON\.stringify|json\.dumps|json_encode|encode_json)|write_message\s*\(\s*\{|WriteJSON/u;

function jsonCall(locate: Pick<SourceLocator, 'all'>): string {
  const calls = locate.all('server', MAKES_JSON);
  return calls.find((call) => /send|Write/u.test(call)) ?? calls[0] ?? '';
}

/** The fragment came inside JSON: htmx reads HTML, and to it a string of JSON is text with quotes and backslashes (ws.js 2, `makeFragment`). */
export const jsonText: SwapRule = (view) => {
  const json = htmlInJson(view.message.reply?.data ?? '');
  if (json === undefined) return undefined;
  // htmx 4 reads some objects: then something else is the matter with what is in it. To htmx 2 the HTML in them has ids with backslashes.
  const mayBeRead = view.page.dialect.major === 4 && json.holds === 'object';
  if (mayBeRead && partsOf(view).some((part) => isSwapped(part) || part.dropped === 'no-such-target')) return undefined;
  const { locate, contract } = view.page;
  const where = sendPlace(locate, contract.socketPath ?? '', SENDS_JSON, new RegExp(MAKES_JSON.source, 'u'));
  return {
    code: 'oob/json-text',
    severity: 'error',
    facts: { sent: view.message.typed, ...json, call: jsonCall(locate) },
    evidence: { ...answered(view), where },
  };
};

/** Whether the message is a whole document, or its head or body (HTML standard, 13.1.2.4: their tags may be left out, but not in a fragment). */
export function isDocument(message: string): boolean {
  return /^\s*(?:<!--[^]*?-->\s*)*<(?:!doctype\b|html\b|head\b|body\b)/iu.test(message);
}

/** The reply is a whole page, of which only a part is meant (ws.js 2 swaps each element of its body by its own id). */
export const wholePage: SwapRule = (view) => {
  if (!isDocument(view.message.reply?.data ?? '')) return undefined;
  const { locate, contract } = view.page;
  return {
    code: 'oob/whole-page',
    severity: 'error',
    facts: { sent: view.message.typed, call: templateCall(locate) },
    evidence: { ...answered(view), where: sendPlace(locate, contract.socketPath ?? '') },
  };
};

/** A call that renders the page's template. */
function templateCall(locate: Pick<SourceLocator, 'all'>): string {
  return (
    locate.all(
      'server',
      /\b(TemplateResponse|get_template|render_template|render_to_string|render_string)\s*\(/gu,
    )[0] ?? ''
  );
}

/** If the frame as a whole is not an HTML fragment, that is the cause of whatever else was seen of it. */
export function frameIsCause(view: SwapView, finding: Finding | undefined): Finding | undefined {
  return finding && (jsonText(view) ?? wholePage(view) ?? finding);
}
