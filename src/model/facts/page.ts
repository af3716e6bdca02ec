import type { LoadFailure, SubmitAction } from '../page.ts';
import type { PageCrash, PageFull, PageHang } from '../page-stop.ts';
import type { StreamFailure } from '../stream-failure.ts';
import type { TextChange } from '../text-change.ts';

/** An attribute of the field, or of the `<fieldset>` around it, that limits what can be typed or sent. `tag`: which of the two has it. */
export interface FieldLimit {
  readonly attribute: 'readonly' | 'disabled' | 'maxlength' | 'type';
  readonly value: string;
  readonly tag: string;
}

/** The page as it is served, its scripts, its form, its WebSocket and its event stream. */
export interface PageFacts {
  /**
   * `error`: what ended the handler, as the server printed it; empty: it printed nothing. `page`: the missing file that it looked
   * for, and one that exists under a similar name.
   */
  'page/not-served': {
    readonly status: number;
    readonly error: string;
    readonly page?: { readonly wanted: string; readonly near?: string };
    /** What the server printed goes to another terminal. */
    readonly unseen?: true;
    /** The status is right, and the answer has no text. */
    readonly empty?: true;
  };
  'page/not-html': { readonly contentType: string };
  /** `status` 0: no answer came. `failure`: why the script was not loaded or not run, where the status does not say it. */
  'page/script-missing': {
    readonly src: string;
    readonly status: number;
    readonly contentType: string;
    readonly failure?: LoadFailure;
    /** The file in the learner's folder that the address names although the server does not have it there: `static/ws.js`. */
    readonly unserved?: string;
    /** The file in `static/` that the address means, where it names another folder: `static/ws.js`. */
    readonly elsewhere?: string;
    /** The usual name of this file of htmx, where the page has another. */
    readonly usual?: string;
    /** What the tutor's copy of this script of another host is called: `ws.js`. */
    readonly copy?: string;
    /** The major of htmx that the address means, whose package has no such file. */
    readonly lackedBy?: number;
    /** What ended the handler, as the server printed it; absent: it printed nothing. */
    readonly error?: string;
  };
  /** The file came, and the browser does not run it. `digest`: of the file as it is, as an `integrity` attribute has it. */
  'page/script-blocked':
    | { readonly src: string; readonly by: 'integrity'; readonly digest: string | undefined }
    | { readonly src: string; readonly by: 'type'; readonly contentType: string };
  /** An element whose end tag is missing took what follows for its text. `swallowed`: tags of that, each once. */
  'page/tag-not-closed': {
    readonly tag: string;
    readonly written: 'self-closing' | 'open';
    readonly swallowed: readonly string[];
  };
  /** An attribute took what follows for its value, up to the next quote of the page. */
  'page/quote-not-closed': { readonly tag: string; readonly attribute: string; readonly value: string };
  /** `by`: the file is htmx itself; `filter`, where the page has the attribute that filters what is sent, at which it fails. */
  'page/script-error': {
    readonly message: string;
    readonly file: string;
    readonly line: number;
    readonly by?: 'htmx' | 'filter';
  };
  /** Elements inside each other, more than browsers build. `in`: the page as served, a message of the WebSocket, an event. `most`: what they build. */
  'page/nested-too-deep': { readonly in: 'page' | 'message' | 'event'; readonly most: number };
  /** `<meta http-equiv="refresh">`. `url`: where it leads; empty: it loads the page again. */
  'page/reloads-itself': { readonly seconds: number; readonly url: string };
  /**
   * A request of htmx for the page. `status`: 0: there was no answer. `event`: of a stream that started it; absent: another trigger. `typed`: it
   * sends what was typed. `wants`: what the server lacks, as its answer says: a body of JSON, a token against forged requests, a parser for the
   * body, a parameter in the query, a field; absent: that is not known. `name`: of the parameter or the field. `major`: absent: one before 4.
   */
  'page/request-failed': {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly event?: string;
    readonly typed?: boolean;
    readonly wants?: 'json' | 'token' | 'parser' | 'query' | 'field';
    readonly name?: string;
    readonly major?: 4;
  };
  /** htmx fired an event for an error that no other code tells of. `element`: as htmx labels it. */
  'page/htmx-complains': { readonly event: string; readonly times: number; readonly element: string };
  /** A message brings the field anew while somebody types in it. */
  'page/field-replaced': { readonly name: string };
  /** An answer to a request of htmx that is not a piece of HTML and was swapped. `into`: as htmx labels it. `twice`: a selector of what the page has twice now. */
  'page/answer-not-fragment': {
    readonly method: string;
    readonly path: string;
    readonly into: string;
    readonly holds: 'page' | 'json';
    readonly twice?: string;
  };
  'page/hung': PageHang;
  'page/out-of-memory': PageFull;
  /** The process of the page ended by itself, each time. */
  'page/crashed': PageCrash;
  /** `typing`: what the page has in place of a field: an element that can be edited, or a field in a shadow tree. */
  /** `limit`: why the field takes no words. */
  'page/no-form': {
    readonly controls: number;
    readonly typing?: 'editable' | 'shadow';
    readonly limit?: FieldLimit;
  };
  /** `inside`: an element that connects is in the source, inside an element whose content is not part of the page. */
  'page/ws-connect-missing': { readonly inside?: 'template' | 'noscript' };
  'page/ws-bad-url': { readonly value: string; readonly resolved: string };
  /** `offers`: the subprotocols that the page offers, where it offers any. */
  'page/ws-not-open': {
    readonly url: string;
    readonly code: number | undefined;
    readonly offers?: readonly string[];
    /** Tag of the connecting element, or of one around it, that has `hx-disable`. */
    readonly disabled?: string;
  };
  /** The server accepts the path and not the path with the query. `compared`: what its source compares; empty: nothing was found. */
  'page/query-refused': {
    readonly transport: 'ws' | 'sse';
    readonly path: string;
    /** With its question mark. */
    readonly query: string;
    readonly compared: string;
  };
  'page/ws-two-connections': { readonly sockets: number; readonly elements: number };
  /** `by`: a reply brought what is wrong; absent: it is in the page as served. */
  'page/ws-send-outside': { readonly by?: 'reply' };
  /** `by`: the form that a reply brought, or the source's form inside a form, whose tag the HTML parser drops. */
  /** `by`: `answer`: the answer to the message that was sent brought a form that does not send. */
  'page/ws-send-missing': { readonly navigated: string | undefined; readonly by?: 'reply' | 'nested' | 'answer' };
  /** `inside`: the element contains fields without a form; absent: it contains the form. */
  'page/ws-send-on-wrapper': { readonly tag: string; readonly inside?: 'field' };
  /** Enter sends, a click on the button does not. `because`: `type="button"`, or it belongs to no form. */
  'page/button-does-nothing': { readonly because: 'type' | 'outside' };
  'page/id-twice': { readonly id: string; readonly times: number };
  'page/validation-bypassed': { readonly tag: string };
  'page/input-without-name': { readonly frame: string; readonly by?: 'reply' };
  /** `values`: what was sent under the name. `other`: the control that has the name beside the one that was typed into; undefined: not found. */
  'page/name-twice': {
    readonly name: string;
    readonly values: readonly string[];
    readonly other: { readonly tag: string; readonly type?: string } | undefined;
  };
  /**
   * `reads`: a name that the server looks for in a message and that no message has; absent: that of the contract. `beta`: what is typed was inside a
   * member of that name in messages of the alphas and betas of htmx 4, and the server reads `name` from it.
   */
  'page/input-other-name': { readonly name: string; readonly reads?: string; readonly beta?: 'yes' };
  'page/ws-send-twice': { readonly frames: number };
  'page/form-replaced': { readonly sockets: number };
  /**
   * `blocks`: what the browser says it blocked. `inline`: a script in the page itself, `handler`: an attribute like `onclick` or a `javascript:`
   * URL, `eval`: text that a script evaluates, `trusted-types`: text that a script makes markup or code of.
   */
  'page/csp-blocks': {
    readonly directive: string;
    readonly blocks: 'connection' | 'script' | 'inline' | 'handler' | 'eval' | 'trusted-types';
  };
  /** `by`: a script of the page sent the message, and no element has `ws-send`; absent: one has. */
  'page/navigates': { readonly url: string; readonly by?: 'script' };
  /** `actions`: how it was submitted. `heldByValidation`: the browser's own validation held the form back. */
  /** `emptied`: the field was empty when htmx read it. `stopped`: a script of the page stops events. `prevented`: a listener of the page
   * prevents the message. */
  'page/no-frame': {
    readonly actions: readonly SubmitAction[];
    readonly heldByValidation: boolean;
    readonly emptied?: true;
    readonly stopped?: true;
    readonly prevented?: true;
  };
  /** `vals`: an `hx-vals` that has the name of the field; absent: there is none. `change`: what the page did to the text that it sent.
   * `emptied`: the field was empty when htmx read it. `limit`: why the field does not take what is typed. `by`: a listener of the page changes the
   * message. */
  'page/message-not-in-frame': {
    readonly frame: string;
    readonly sent: string;
    readonly vals?: string;
    readonly change?: TextChange;
    readonly emptied?: true;
    readonly limit?: FieldLimit;
    readonly by?: 'listener';
  };
  /** `file`: what the same script is called in its package: `ws.js`. `major`: of htmx, where it is not the one that the tutor copies. */
  'page/cdn-script': { readonly url: string; readonly file: string; readonly major?: number };
  /** `by`: the attribute that requests the stream as if it were an answer with an end; absent: nothing requests it. */
  'page/sse-connect-missing': { readonly by?: string; readonly inside?: 'template' | 'noscript' };
  /** `failure`: of the stream that the page opened; undefined: it opened none. */
  'page/sse-bad-url': { readonly url: string; readonly failure: StreamFailure | undefined };
  'page/sse-swap-names-a-style': { readonly value: string; readonly event: string };
  /** `unnamed`: this htmx swaps only events without a name (htmx 4); `value` is empty then. `into`: the element that waits for the name, as a selector. */
  'page/sse-event-mismatch': {
    readonly value: string;
    readonly events: readonly string[];
    readonly unnamed?: true;
    readonly into?: string;
  };
  /** `trigger`: as `hx-trigger` has it. `event`: what it was meant for. `request`: the attribute by which the element requests something. */
  'page/sse-trigger-misspelt': {
    readonly trigger: string;
    readonly event: string;
    readonly tag: string;
    readonly request?: string;
  };
  /** An element has `hx-trigger` for an event and makes no request. `tag`: its own. */
  'page/sse-trigger-without-request': { readonly event: string; readonly tag: string };
  /** `open`: how many of the streams are open; the rest wait for a connection. */
  'page/too-many-streams': { readonly streams: number; readonly open: number };
  'page/sse-swap-missing': { readonly event: string };
  'page/sse-outside': { readonly tag: string };
  'page/sse-two-connections': { readonly streams: number };
}
