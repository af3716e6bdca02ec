import type { SendOutcome, SubmitAction } from '../../../model/page.ts';
import type { PageWindow } from '../injected/page-window.ts';
import type { TextField } from '../injected/controls.ts';
import type { PageAgent } from '../injected/agent.ts';
import {
  EFFECT_DEADLINE_MS,
  mayBeSentByTyping,
  NOTHING_DONE,
  outcomeOf,
  typedAtLast,
  type Message,
  type Try,
} from '../sending.ts';

/** Types `text` and submits, with the events that a person's keyboard and mouse would cause in a browser. */
export function typeAndSubmit(view: PageWindow, agent: PageAgent, message: Message): Promise<SendOutcome> {
  return typedAtLast(() => typeOnce(view, agent, message));
}

async function typeOnce(view: PageWindow, agent: PageAgent, { text, field }: Message): Promise<Try> {
  const { input, button, controls } = agent.findControls({ name: field, text });
  if (input === null) return { outcome: NOTHING_DONE, replaced: false };
  const before = agent.effects();
  const changed = fill(view, input, text);
  if (changed) input.dispatchEvent(new view.Event('change', { bubbles: true }));
  const started = agent.effects();
  const isSent = async (): Promise<boolean> =>
    mayBeSentByTyping(field) && agent.effectSince(before.any, EFFECT_DEADLINE_MS);
  if (button === null && (await isSent()))
    return { outcome: outcomeOf(controls.input, [], { before, after: agent.effects() }), replaced: false };
  const actions: SubmitAction[] = [];
  if (button !== null) {
    if (controls.button !== undefined) actions.push({ kind: 'click', control: controls.button });
    press(view, button);
  }
  if (button === null || !(await agent.effectSince(started.any, EFFECT_DEADLINE_MS))) {
    if (!input.isConnected)
      return { outcome: outcomeOf(controls.input, actions, { before, after: agent.effects() }), replaced: true };
    actions.push({ kind: 'press', key: 'Enter' });
    pressEnter(view, input);
    await agent.effectSince(started.any, EFFECT_DEADLINE_MS);
  }
  return { outcome: outcomeOf(controls.input, actions, { before, after: agent.effects() }), replaced: false };
}

/** @returns whether the value has changed */
function fill(view: PageWindow, input: TextField, text: string): boolean {
  input.focus();
  if (input.disabled || input.readOnly) return false;
  const prototype =
    input instanceof view.HTMLTextAreaElement ? view.HTMLTextAreaElement.prototype : view.HTMLInputElement.prototype;
  // The native setter: a page that watches `value` through its own property must still notice a person typing.
  const set = Object.getOwnPropertyDescriptor(prototype, 'value')?.set;
  const before = input.value;
  const put = (value: string, init: InputEventInit): void => {
    set?.call(input, value);
    input.dispatchEvent(new view.InputEvent('input', { bubbles: true, composed: true, ...init }));
  };
  if (before !== '') put('', { inputType: 'deleteContentBackward' });
  const most = input.maxLength >= 0 ? input.maxLength : Number.POSITIVE_INFINITY;
  for (const character of text) {
    const down = key(view, input, 'keydown', { key: character });
    const pressed = down && key(view, input, 'keypress', { key: character, charCode: character.codePointAt(0) ?? 0 });
    if (pressed && input.value.length + character.length <= most)
      put(input.value + character, { data: character, inputType: 'insertText' });
    key(view, input, 'keyup', { key: character });
  }
  return input.value !== before;
}

function key(view: PageWindow, target: Element, type: string, init: KeyboardEventInit): boolean {
  return target.dispatchEvent(
    new view.KeyboardEvent(type, { bubbles: true, cancelable: true, composed: true, ...init }),
  );
}

function press(view: PageWindow, button: HTMLElement): void {
  const options = { bubbles: true, cancelable: true, composed: true, view };
  button.dispatchEvent(new view.MouseEvent('mousedown', options));
  button.focus();
  button.dispatchEvent(new view.MouseEvent('mouseup', options));
  button.click();
}

/** Enter in a text field: HTML standard, "implicit submission". */
function pressEnter(view: PageWindow, input: TextField): void {
  input.focus();
  const enter = { key: 'Enter', code: 'Enter', keyCode: 13, which: 13 };
  const proceeds = key(view, input, 'keydown', enter) && key(view, input, 'keypress', { ...enter, charCode: 13 });
  if (proceeds && input instanceof view.HTMLInputElement) submitImplicitly(view, input);
  key(view, input, 'keyup', enter);
}

function submitImplicitly(view: PageWindow, input: HTMLInputElement): void {
  const form = input.form;
  if (form === null) return;
  const controls = [...view.document.querySelectorAll<HTMLButtonElement>('button,input')].filter(
    (control) => control.form === form,
  );
  const first = controls.find((control) => control.type === 'submit' || (control.type as string) === 'image');
  if (first !== undefined) {
    if (!first.matches(':disabled')) first.click();
    return;
  }
  const blocking = [
    'text',
    'search',
    'tel',
    'url',
    'email',
    'password',
    'date',
    'month',
    'week',
    'time',
    'datetime-local',
    'number',
  ];
  if (controls.filter((control) => control.localName === 'input' && blocking.includes(control.type)).length <= 1)
    form.requestSubmit();
}
