import type { ElementHandle, JSHandle, Page } from 'playwright-core';
import type { SendOutcome, SubmitAction } from '../../../model/page.ts';
import type { PageAgent } from '../injected/agent.ts';
import type { TextField } from '../injected/controls.ts';
import {
  EFFECT_DEADLINE_MS,
  mayBeSentByTyping,
  NOTHING_DONE,
  outcomeOf,
  typedAtLast,
  type Message,
  type Try,
} from '../sending.ts';

/** Types `text` with the browser's keyboard and submits with its mouse, or with Enter where there is nothing to click. */
export function typeLikeAPerson(page: Page, agent: JSHandle<PageAgent>, message: Message): Promise<SendOutcome> {
  return typedAtLast(() => typeOnce(page, agent, message));
}

async function typeOnce(page: Page, agent: JSHandle<PageAgent>, { text, field }: Message): Promise<Try> {
  const found = await agent.evaluateHandle((asked, typing) => asked.findControls(typing), { name: field, text });
  const input = (await found.getProperty('input')).asElement() as ElementHandle<TextField> | null;
  const controls = await found.evaluate((each) => each.controls);
  if (input === null) return { outcome: NOTHING_DONE, replaced: false };
  const before = await agent.evaluate((asked) => asked.effects());
  await fill(page, input, text);
  const started = await agent.evaluate((asked) => asked.effects().any);
  const hadEffect = (): Promise<boolean> =>
    agent.evaluate((asked, given) => asked.effectSince(given.started, given.deadlineMs), {
      started,
      deadlineMs: EFFECT_DEADLINE_MS,
    });
  const button = (await found.getProperty('button')).asElement() as ElementHandle<HTMLElement> | null;
  const actions: SubmitAction[] = [];
  const isSent = (): Promise<boolean> =>
    agent.evaluate((asked, given) => asked.effectSince(given.before, given.deadlineMs), {
      before: before.any,
      deadlineMs: EFFECT_DEADLINE_MS,
    });
  if (button === null && mayBeSentByTyping(field) && (await isSent())) {
    const after = await agent.evaluate((asked) => asked.effects());
    return { outcome: outcomeOf(controls.input, [], { before, after }), replaced: false };
  }
  if (button !== null) {
    if (controls.button !== undefined) actions.push({ kind: 'click', control: controls.button });
    await click(page, agent, { button, hadEffect });
  }
  const outcome = async (): Promise<SendOutcome> =>
    outcomeOf(controls.input, actions, { before, after: await agent.evaluate((asked) => asked.effects()) });
  if (button === null || !(await hadEffect())) {
    // Playwright's own focus waits for an element that the page has removed.
    const isThere = await input.evaluate((field) => {
      field.focus();
      return field.isConnected;
    });
    if (!isThere) return { outcome: await outcome(), replaced: true };
    actions.push({ kind: 'press', key: 'Enter' });
    await page.keyboard.press('Enter');
    await hadEffect();
  }
  return { outcome: await outcome(), replaced: false };
}

async function fill(page: Page, input: ElementHandle<TextField>, text: string): Promise<void> {
  const value = await input.evaluate((field) => {
    field.focus();
    field.select();
    return field.value;
  });
  if (value !== '') await page.keyboard.press('Backspace');
  // Each key costs three round trips to the browser and a frame. The page gets one input event for all but the last character, and that one's keys.
  const characters = [...text];
  const last = characters.pop();
  if (characters.length > 0) await page.keyboard.insertText(characters.join(''));
  if (last !== undefined) await page.keyboard.type(last);
}

/** How long a button may take until it stops moving, is enabled and is not covered, in milliseconds. */
const READY_MS = 3000;

/**
 * A click at the button's position; a button that is covered or outside the window is clicked by script instead. A click that was only
 * slow, on a busy machine, must not be repeated: the second one would send the message again.
 */
async function click(
  page: Page,
  agent: JSHandle<PageAgent>,
  { button, hadEffect }: { readonly button: ElementHandle<HTMLElement>; readonly hadEffect: () => Promise<boolean> },
): Promise<void> {
  // Playwright's own click injects a large script into each page.
  const point = await agent.evaluate((asked, given) => asked.pointOf(given.button, given.readyMs), {
    button,
    readyMs: READY_MS,
  });
  if (point !== undefined) await page.mouse.click(point.x, point.y);
  else if (!(await hadEffect())) await button.evaluate((element) => element.isConnected && element.click());
}
