import type { Control } from '../../../model/page.ts';

export type TextField = HTMLInputElement | HTMLTextAreaElement;

/** The controls that a person would type into and press. */
export interface FoundControls {
  readonly input: TextField | null;
  readonly button: HTMLElement | null;
  /** The same two as values; undefined: there is none. */
  readonly controls: { readonly input: Control | undefined; readonly button: Control | undefined };
}

/**
 * The field to type into: one in a form, or in an element that sends by itself, before any other; visible ones first.
 * @param name the preferred field name
 */
export function findControls(document: Document, name: string | undefined): FoundControls {
  const input = findInput(document, name);
  const button = input === null ? null : findButton(input);
  return { input, button, controls: { input: controlOf(input), button: controlOf(button) } };
}

function findInput(document: Document, name: string | undefined): TextField | null {
  const fields = [...document.querySelectorAll('input,textarea')].filter(isTextField);
  const sending = fields.filter((field) => field.form !== null || field.closest('[ws-send],[data-ws-send]') !== null);
  const wanted = name === undefined ? [] : sending.filter((field) => field.name === name && field.form !== null);
  return visibleOrFirst(wanted) ?? visibleOrFirst(sending) ?? visibleOrFirst(fields) ?? null;
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

function visibleOrFirst<E extends Element>(found: readonly E[]): E | undefined {
  return found.find((element) => element.checkVisibility()) ?? found[0];
}
