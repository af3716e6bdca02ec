import { submitWords } from '../observed.ts';
import type { FieldLimit } from '../../model/facts/page.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { literal } from '../../model/pattern.ts';
import { answered, line } from './seen.ts';
import { changeWords } from './text-change.ts';

function form(names: Names): string {
  return `<form ws-send>\n  <input name="${names.field}" required>\n  <button>Send</button>\n</form>`;
}
function oneFrame(names: Names): string {
  return `One message on the WebSocket, JSON with the typed text under \`${names.field}\`.`;
}

type PageFormCode =
  | 'page/validation-bypassed'
  | 'page/button-does-nothing'
  | 'page/id-twice'
  | 'page/input-without-name'
  | 'page/input-other-name'
  | 'page/navigates'
  | 'page/no-frame'
  | 'page/name-twice'
  | 'page/message-not-in-frame';

/** The form: what a submit sends on the connection. */
export const pageFormEntries: Entries<PageFormCode> = {
  'page/validation-bypassed': {
    words: ({ facts }) => ({
      title: 'An empty message is sent although the field is `required`',
      expected: 'The browser asks for text, and nothing is sent.',
      cause: `\`ws-send\` is on the \`<${inline(facts.tag, 20)}>\`. htmx validates the fields only when the form itself is the sender, and it handles the click before the browser can validate.`,
      fix: 'Move `ws-send` from there to the form: `<form ws-send>`.',
    }),
    explain: (names) => ({
      title: 'Validation is bypassed',
      meaning:
        'A browser checks `required` when a form is submitted. A button with `ws-send` prevents the submit and collects the fields itself, so that check never takes place. A form with `ws-send` is validated before anything is sent.',
      wrong: {
        language: 'html',
        text: `<form>\n  <input name="${names.field}" required>\n  <button ws-send>Send</button>\n</form>`,
      },
      right: { language: 'html', text: form(names) },
      source: '`getInputValues` in htmx: validation only when the element is a form; `shouldCancel`.',
    }),
  },
  'page/button-does-nothing': {
    words: ({ facts }) => ({
      title: 'A click on the button sends nothing; only Enter does',
      expected: 'A click on the button sends the message.',
      cause:
        facts.because === 'type'
          ? 'The button has `type="button"`. Such a button submits nothing: it is for scripts.'
          : 'The button is outside the form, so it belongs to none and submits nothing.',
      fix:
        facts.because === 'type'
          ? 'Write `<button>Send</button>`, without a type: it is `submit` by default.'
          : 'Move the button into the form, or name the form in it: `<button form="…">` with the id of the form.',
    }),
    explain: (names) => ({
      title: 'A button that submits nothing',
      meaning:
        'A `<button>` in a form submits it, unless it has `type="button"` or `type="reset"`. A form with one text field is submitted by Enter as well, so it works from the keyboard and fails with the mouse.',
      wrong: {
        language: 'html',
        text: `<form ws-send>\n  <input name="${names.field}" required>\n  <button type="button">Send</button>\n</form>`,
      },
      right: { language: 'html', text: form(names) },
      source: 'HTML standard, "the button element" and "implicit submission".',
    }),
  },
  'page/id-twice': {
    words: ({ facts }) => ({
      title: `The id \`${inline(facts.id, 40)}\` is in the page ${facts.times === 2 ? 'twice' : `${facts.times} times`}`,
      expected: 'Each id once.',
      cause: `An id names one element. htmx swaps a reply for \`#${inline(facts.id, 40)}\` into every element that has it, while labels and scripts take the first.`,
      fix: `Keep \`id="${inline(facts.id, 40)}"\` on one element, and give the others another id or none.`,
    }),
    explain: (names) => ({
      title: 'The same id on two elements',
      meaning:
        'An id must be unique in a page. The browser does not report a second one. `getElementById` and `<label for>` find the first; a CSS selector, and htmx with it, finds all.',
      wrong: { language: 'html', text: `<div id="${names.targetId}"></div>\n<div id="${names.targetId}"></div>` },
      right: { language: 'html', text: `<div id="${names.targetId}"></div>\n<div class="notes"></div>` },
      source: 'HTML standard, 3.2.6 "The id attribute"; htmx 2, `oobSwap`.',
    }),
    seenAs: [
      line(
        /found \d+ elements with non-unique id|duplicate ID/iu,
        9,
        'Two elements have the same id, and what names it finds only the first.',
      ),
    ],
  },
  'page/input-without-name': {
    words: ({ facts }, { names }) => ({
      title: 'The message has no text in it: the field has no name',
      expected: oneFrame(names),
      cause: `${facts.by === 'reply' ? 'An earlier reply replaced the field with one that has no name. ' : ''}The form's fields are sent by their names, as in any form, and a field without a \`name\` is not sent. Only \`HEADERS\` remains, which htmx adds. An \`id\` is not a name.`,
      fix:
        facts.by === 'reply'
          ? `Write \`name="${names.field}"\` on the field in the reply too, or leave the field out of the reply: an empty form is what \`reset()\` makes.`
          : `Add \`name="${names.field}"\` to the field.`,
    }),
    explain: (names) => ({
      title: 'The field has no name',
      meaning:
        'Each field of a form is sent as a pair of name and value. The `id` is for labels and styles and is not sent. htmx collects the fields by the same rule, turns them into JSON, and adds `HEADERS`.',
      wrong: { language: 'html', text: '<input id="message" required>' },
      right: { language: 'html', text: `<input id="message" name="${names.field}" required>` },
      source: 'HTML standard, "constructing the form data set"; `processInputValue` in htmx.',
    }),
    seenAs: [
      line(
        /form field element should have an id or name attribute|form field element has neither an id nor a name/iu,
        8,
        'Chrome names the field; without a `name` its text is not sent.',
      ),
    ],
  },
  'page/input-other-name': {
    words: ({ facts }, { names }) => ({
      expected: oneFrame(names),
      ...otherNameWords(facts, names),
    }),
    explain: (names) => ({
      title: 'The field has another name',
      meaning:
        'Page and server must agree on one thing: the key of the text. Any name would do, as long as both use the same; here it is the one that the server reads.',
      wrong: { language: 'html', text: '<input name="text" required>' },
      right: { language: 'html', text: `<input name="${names.field}" required>` },
      source: "The server's contract in the README; `processWebSocketSend` in ws.js.",
    }),
    seenAs: ({ field }) => [
      line(
        new RegExp(`KeyError: '${literal(field)}'|Cannot destructure property '${literal(field)}'`, 'u'),
        8,
        `The server reads the key \`${field}\`, and the field of the page may have another name.`,
      ),
    ],
  },
  'page/navigates': {
    words: ({ facts }) => ({
      title: 'Submitting the form leaves the page',
      expected: 'The page stays, and the message goes out over the WebSocket.',
      cause: `The browser submitted the form itself and went to ${inline(facts.url)}; that ended the connection. ${facts.by === 'script' ? SENT_BY_SCRIPT : SENT_BY_NOBODY}`,
      fix:
        facts.by === 'script'
          ? 'Call `event.preventDefault()` in the handler of the `submit` event, or let htmx send the message: `<form ws-send>` inside the element with `ws-connect`.'
          : 'Put `ws-send` on the form, without `hx-trigger`: `<form ws-send>`. Your own scripts must not call `form.submit()`, which cannot be intercepted.',
    }),
    explain: (names) => ({
      title: 'Submitting leaves the page',
      meaning:
        'If nothing prevents it, a browser submits a form by going to a new address, here `/?message=…`. `ws-send` on the form listens for the submit and prevents that. If you see the text in the address bar, the submit was not intercepted.',
      wrong: {
        language: 'html',
        text: `<form>\n  <input name="${names.field}" ws-send>\n  <button>Send</button>\n</form>`,
      },
      right: { language: 'html', text: form(names) },
      source: '`getTriggerSpecs` and `shouldCancel` in htmx; HTML standard, "form submission algorithm".',
    }),
    seenAs: (names) => [
      line(
        /WebSocket is closed before the connection is established|was interrupted while the page was loading/u,
        7,
        'The page closed the connection while it opened, as it does when it is left or loaded again.',
      ),
      line(
        answered(literal(names.page), '405'),
        9,
        'A form sent itself to the server as an ordinary request, so the page was left.',
      ),
      line(
        new RegExp(
          `GET ${literal(names.page)}\\?${names.field}=|POST ${literal(names.page)} .*\\b40[45]\\b|Cannot POST `,
          'u',
        ),
        9,
        'The form sent itself as an ordinary request, so the page was left.',
      ),
    ],
  },
  'page/no-frame': {
    words: ({ facts, evidence }, { names }) => ({
      title: 'Submitting the form sends nothing',
      expected: oneFrame(names),
      cause:
        facts.emptied === true
          ? `The field was empty when htmx read it: a handler of the page empties it first. The typed text was lost, and htmx does not send an empty \`required\` field.`
          : `The check did this: ${inline(submitWords(facts.actions))}${facts.heldByValidation ? ", and the browser's validation blocked the form" : ''}. The connection is open and the page has \`ws-send\`, but no message left it${evidence.waitedMs === undefined ? '' : ` in ${evidence.waitedMs} ms`}, and no script reported an error.${facts.prevented === true ? ' A listener of the page for an event before the message is sent prevents it.' : facts.stopped === true ? ' A script of the page stops events, so that other listeners, those of htmx too, do not get them.' : ''}`,
      fix:
        facts.emptied === true
          ? EMPTY_LATER
          : facts.heldByValidation
            ? 'Remove what limits the text of the field, such as `pattern`, `minlength` or `type="number"`: any text is a message.'
            : facts.prevented === true
              ? 'Remove `preventDefault()` from the listener, or call it only for a message that must not be sent.'
              : facts.stopped === true
                ? 'Remove `stopPropagation()` or `stopImmediatePropagation()` from the handler; `preventDefault()` may stay.'
                : 'Check that `ws-send` is on the form that the field and the button belong to, that it has no `hx-trigger`, and that the button is inside the form and not `type="button"`.',
    }),
    explain: (names) => ({
      title: 'Submitting sends nothing',
      meaning:
        'A message is sent when the element with `ws-send` is triggered: a form by its submit, a button by its click. A button outside the form does not submit it, and a button with `type="button"` submits nothing. `hx-trigger` replaces the usual event with another.',
      wrong: {
        language: 'html',
        text: `<form ws-send>\n  <input name="${names.field}" required>\n</form>\n<button>Send</button>`,
      },
      right: { language: 'html', text: form(names) },
      source: '`getTriggerSpecs` in htmx; `processWebSocketSend` in ws.js.',
    }),
    seenAs: [line(/still in CONNECTING state/iu, 8, 'Something was sent before the WebSocket was open, and was lost.')],
  },
  'page/name-twice': {
    words: ({ facts }, { names }) => ({
      title: `Two controls are named \`${inline(facts.name, 40)}\`, so a list is sent in place of the text`,
      expected: oneFrame(names),
      cause: `Everything in the form that has a name is sent, ${facts.other?.tag === 'button' ? 'the button that was clicked too' : 'hidden fields too'}. When a name is used twice, the message has the list of its values: \`${inline(JSON.stringify({ [facts.name]: facts.values }), 120)}\`.`,
      fix:
        facts.other?.tag === 'button' || facts.other?.type === 'submit'
          ? `Remove \`name="${inline(facts.name, 40)}"\` from the button. Only the field needs a name.`
          : facts.other === undefined
            ? `Leave the name \`${inline(facts.name, 40)}\` on one control only.`
            : `Give the other \`<${inline(facts.other.tag, 20)}>\`${facts.other.type === undefined ? '' : ` (\`type="${inline(facts.other.type, 20)}"\`)`} another name, or remove it.`,
    }),
    explain: (names) => ({
      title: 'Two controls with one name',
      meaning:
        'A form may have several controls with one name, as checkboxes do, and then all their values are sent. htmx puts them into a list. A submit button with a name counts when it is the one that was clicked. The server then reads a list where it expects a text.',
      wrong: {
        language: 'html',
        text: `<form ws-send>\n  <input name="${names.field}" required>\n  <button name="${names.field}" value="Send">Send</button>\n</form>`,
      },
      right: { language: 'html', text: form(names) },
      source: 'HTML standard, "constructing the form data set"; `formDataProxy` in htmx.',
    }),
    seenAs: ({ field }) => [
      line(
        new RegExp(`"${literal(field)}": ?\\["`, 'u'),
        9,
        'Several controls have this name, so htmx sends a list of their values.',
      ),
    ],
  },
  'page/message-not-in-frame': {
    words: ({ facts }, { names }) => ({
      title: 'The message that is sent does not contain what was typed',
      expected: oneFrame(names),
      cause: `"${inline(facts.sent)}" was typed, and \`${inline(facts.frame, 160)}\` went out. ${whyNotInFrame(facts)}`,
      fix:
        facts.limit !== undefined
          ? limitFix(facts.limit)
          : facts.by === 'listener'
            ? 'Remove the line with which the listener changes the message: htmx sends the fields of the form.'
            : facts.emptied === true
              ? EMPTY_LATER
              : facts.change !== undefined
                ? 'Let the script leave the field alone: htmx sends it as it was typed.'
                : facts.vals !== undefined
                  ? `Use another name in \`hx-vals\`: \`${names.field}\` belongs to the field.`
                  : `Give that field \`name="${names.field}"\`, and put it inside the form with \`ws-send\`. A field that is \`disabled\` is not sent; \`hx-params\` can exclude fields.`,
    }),
    explain: (names) => ({
      title: 'The typed text is not sent',
      meaning:
        'Only the fields of the form with `ws-send` are sent, by their names. A field outside it, one without a name, and one that is disabled are not sent, and no error is shown.',
      wrong: {
        language: 'html',
        text: `<input name="${names.field}">\n<form ws-send>\n  <input type="hidden" name="room" value="1">\n  <button>Send</button>\n</form>`,
      },
      right: {
        language: 'html',
        text: `<form ws-send>\n  <input type="hidden" name="room" value="1">\n  <input name="${names.field}" required>\n  <button>Send</button>\n</form>`,
      },
      source: '`getInputValues` and `filterValues` in htmx; HTML standard, "constructing the form data set".',
    }),
    seenAs: [line(/^ *\{"HEADERS": ?\{/u, 8, 'The frame has no field before its `HEADERS`: the text was not sent.')],
  },
};

/** htmx reads the fields in its own listener for `submit`, after those in attributes and earlier ones. */
const EMPTY_LATER =
  'Empty the field after the message is sent: write `hx-on::ws-after-send="this.reset()"` on the form with `ws-send`, and remove what empties it on submit.';

/** What an attribute of the field, or of the fieldset around it, does to the text. */
export function limitCause({ attribute, value, tag }: FieldLimit): string {
  if (attribute === 'readonly')
    return `\`readonly\` keeps people from typing into the \`<${tag}>\`, and it is sent as it was.`;
  if (attribute === 'disabled') return `The \`<${tag}>\` is \`disabled\`: nobody can type there, and it is not sent.`;
  if (attribute === 'maxlength') return `\`maxlength="${inline(value, 10)}"\` cuts what is typed.`;
  return `An \`<input type="${inline(value, 20)}">\` takes no words.`;
}

export function limitFix({ attribute, value, tag }: FieldLimit): string {
  const written = value === '' ? attribute : `${attribute}="${inline(value, 20)}"`;
  return `Remove \`${written}\` from the \`<${tag}>\`: any text is a message.`;
}

function whyNotInFrame({ vals, change, emptied, limit, by }: FindingOf<'page/message-not-in-frame'>['facts']): string {
  if (limit !== undefined) return limitCause(limit);
  if (by === 'listener') return 'A listener of the page changes the message before it is sent.';
  if (emptied === true) return 'The field was empty when htmx read it: a handler of the page empties it first.';
  if (change !== undefined)
    return `A script of the page ${changeWords(change)?.does ?? 'changes the text'} before it is sent.`;
  return vals === undefined
    ? 'Other fields have names, but the one that was typed into is not among those sent.'
    : `\`hx-vals\` has a value under the name of the field, and it replaces what was typed: \`${inline(vals, 80)}\`.`;
}

const SENT_BY_SCRIPT =
  'A script of the page sent the message, and nothing prevented the submit; the page has no `ws-send`, which would.';
const SENT_BY_NOBODY =
  '`ws-send` is in the page, but its element did not handle the submit: a field with `ws-send` listens only for a change, and `hx-trigger` can name another event.';

function otherNameWords(
  { name, reads, beta }: FindingOf<'page/input-other-name'>['facts'],
  names: Names,
): { readonly title: string; readonly cause: string; readonly fix: string } {
  const field = inline(name, 40);
  const wanted = inline(reads ?? names.field, 40);
  if (reads !== undefined && /^headers$/iu.test(reads))
    return {
      title: `The server reads "${wanted}", and the message has "${field}"`,
      cause: `htmx 1 and 2 call the headers in a message "HEADERS", htmx 4 calls them "headers". The server finds nothing under "${wanted}", and in most languages the handler fails there.`,
      fix: `Read "${field}" in the server.`,
    };
  if (beta !== undefined)
    return {
      title: `The server looks for "${field}" in "${wanted}", as the betas of htmx 4 sent it`,
      cause: `htmx 4.0 sends the fields of the form at the top of the JSON, beside \`headers\`: \`{"${field}": "…", "headers": {…}}\`. Its alphas and betas put them into another member, which most tutorials of that time show. The server finds nothing under \`${wanted}\`.`,
      fix: `Read \`${field}\` from the message itself, without \`${wanted}\`.`,
    };
  return {
    title: `The field is named \`${field}\`, ${reads === undefined ? 'not' : 'and the server reads'} \`${wanted}\``,
    cause:
      reads === undefined
        ? `The name of the field is the key under which the text arrives: \`{"${field}": "…"}\`. Page and server must agree on it, and here it is \`${wanted}\`.`
        : `The name of the field is the key under which the text arrives: \`{"${field}": "…"}\`. The server looks for \`${wanted}\`, finds nothing, and answers nothing.`,
    fix: `Write \`name="${wanted}"\` on the field${reads === undefined ? '' : `, or read \`${field}\` in the server`}.`,
  };
}
