import type { Control } from '../../../model/page.ts';

export type TextField = HTMLInputElement | HTMLTextAreaElement;

/** The controls that a person would type into and press. */
export interface FoundControls {
  readonly input: TextField | null;
  readonly button: HTMLElement | null;
  /** The same two as values; undefined: there is none. */
  readonly controls: { readonly input: Control | undefined; readonly button: Control | undefined };
}

/** What is typed, and the name of the field that is preferred; undefined: none is. */
export interface Typing {
  readonly name: string | undefined;
  /** '': not known yet. */
  readonly text: string;
}

/**
 * The field to type into: one that sends over a WebSocket before one in another form, and that before any other; visible ones first. Fields for
 * numbers count where a number is typed.
 */
export function findControls(document: Document, { name, text }: Typing): FoundControls {
  const input = findInput(document, { name, text });
  const button = input === null ? null : findButton(input);
  return { input, button, controls: { input: controlOf(input), button: controlOf(button) } };
}

/** Elements that send, as htmx 1 and 2 and as htmx 4 have them. */
const SENDS = ['ws-send', 'data-ws-send', 'hx-ws:send', 'data-hx-ws:send']
  .map((attribute) => `[${attribute.replace(':', String.raw`\:`)}]`)
  .join();

function findInput(document: Document, { name, text }: Typing): TextField | null {
  const takes = (element: Element): element is TextField =>
    isTextField(element) || (isNumber(text) && isNumberField(element));
  const fields = [...document.querySelectorAll('input,textarea')].filter(takes);
  const inForms = fields.filter((field) => field.form !== null || field.closest(SENDS) !== null);
  const wanted = name === undefined ? [] : inForms.filter((field) => field.name === name && field.form !== null);
  const sending = inForms.filter(
    (field) => field.closest(SENDS) !== null || (field.form?.querySelector(SENDS) ?? null) !== null,
  );
  return visibleOrFirst(wanted) ?? visible(sending) ?? visibleOrFirst(inForms) ?? visibleOrFirst(fields) ?? null;
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/u.test(text.trim());
}

function isNumberField(element: Element): boolean {
  return element.localName === 'input' && (element as HTMLInputElement).type === 'number';
}

/** The form's own submit button, else another of its buttons, else the nearest button that belongs to no other form. */
function findButton(input: TextField): HTMLElement | null {
  const { form } = input;
  if (form !== null) {
    const own = enabledButtons(input.ownerDocument.documentElement).filter((button) => ownerOf(button) === form);
    const submit = visibleOrFirst(own.filter(submits)) ?? visibleOrFirst(own) ?? visibleOrFirst(enabledButtons(form));
    if (submit !== undefined) return submit;
  }
  for (let around: Element | null = form ?? input; around !== null; around = around.parentElement) {
    const near = visibleOrFirst(
      enabledButtons(around).filter((button) => ownerOf(button) === null || ownerOf(button) === form),
    );
    if (near !== undefined) return near;
  }
  return null;
}

function isTextField(element: Element): element is TextField {
  return (
    element.localName === 'textarea' ||
    (element.localName === 'input' &&
      ['text', 'search', 'email', 'url', 'tel'].includes((element as HTMLInputElement).type))
  );
}

function enabledButtons(root: Element): readonly HTMLElement[] {
  return [
    ...root.querySelectorAll<HTMLElement>('button,input[type=submit],input[type=button],input[type=image]'),
  ].filter((button) => !button.matches(':disabled'));
}

function submits(button: HTMLElement): boolean {
  return ['submit', 'image'].includes((button as HTMLButtonElement).type);
}

function ownerOf(button: HTMLElement): HTMLFormElement | null {
  return (button as HTMLButtonElement).form;
}

function controlOf(element: HTMLElement | null): Control | undefined {
  if (element === null) return undefined;
  const name = element.getAttribute('name') ?? '';
  return {
    tag: element.localName,
    ...(name === '' ? {} : { name }),
    ...(element.id === '' ? {} : { id: element.id }),
    ...(element.localName === 'input' && !isTextField(element) ? { type: (element as HTMLInputElement).type } : {}),
  };
}

function visible<E extends Element>(found: readonly E[]): E | undefined {
  return found.find((element) => element.checkVisibility());
}

function visibleOrFirst<E extends Element>(found: readonly E[]): E | undefined {
  return visible(found) ?? found[0];
}
