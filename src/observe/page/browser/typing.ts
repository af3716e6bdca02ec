import type { ElementHandle, Page } from 'playwright-core';
import type { SendOutcome } from '../../../model/page.ts';
import type { PageAgent } from '../injected/agent.ts';
import { effectDeadlineMs } from '../injected/protocol.ts';

/** Types `text` with the browser's keyboard and submits with its mouse, or with Enter where there is nothing to click. */
export async function typeLikeAPerson(
  page: Page,
  { agentKey, text, field }: { readonly agentKey: string; readonly text: string; readonly field: string | undefined },
): Promise<SendOutcome> {
  const agent = await page.evaluateHandle((key) => Reflect.get(window, key) as PageAgent, agentKey);
  const controls = await agent.evaluateHandle((asked, name) => asked.findControls(name), field);
  const input = (await controls.getProperty('input')).asElement();
  const { inputLabel, buttonLabel } = await controls.evaluate((found) => ({
    inputLabel: found.inputLabel,
    buttonLabel: found.buttonLabel,
  }));
  if (input === null)
    return { input: undefined, action: 'nothing: the page has no text input', heldByValidation: false };
  const before = await agent.evaluate((asked) => asked.effects());
  await fill(page, input as ElementHandle<HTMLInputElement | HTMLTextAreaElement>, text);
  const started = await agent.evaluate((asked) => asked.effects().any);
  const hadEffect = (): Promise<boolean> =>
    agent.evaluate((asked, given) => asked.effectSince(given.started, given.effectDeadlineMs), {
      started,
      effectDeadlineMs,
    });
  const button = (await controls.getProperty('button')).asElement() as ElementHandle<HTMLElement> | null;
  const actions: string[] = [];
  if (button !== null) {
    actions.push(`click ${buttonLabel}`);
    await click(page, button, hadEffect);
  }
  if (button === null || !(await hadEffect())) {
    actions.push('press Enter');
    await (input as ElementHandle<HTMLElement>).focus();
    await page.keyboard.press('Enter');
    await hadEffect();
  }
  const after = await agent.evaluate((asked) => asked.effects());
  return {
    input: inputLabel,
    action: actions.join(', then '),
    heldByValidation: after.invalids > before.invalids && after.submits === before.submits,
  };
}

async function fill(
  page: Page,
  input: ElementHandle<HTMLInputElement | HTMLTextAreaElement>,
  text: string,
): Promise<void> {
  const value = await input.evaluate((field) => {
    field.focus();
    field.select();
    return field.value;
  });
  if (value !== '') await page.keyboard.press('Backspace');
  // Each key costs three turns to the browser and a frame. The page sees an input event for all but the last character, and that one's keys.
  const characters = [...text];
  const last = characters.pop();
  if (characters.length > 0) await page.keyboard.insertText(characters.join(''));
  if (last !== undefined) await page.keyboard.type(last);
}

/** How long a button may take until it stands still, is enabled and lies open, in milliseconds. */
const READY_MS = 3000;

/**
 * A click where the button is; one that is covered or outside of the window is pressed by script instead. A click that only was slow, on a
 * busy machine, must not be made twice: the second one would send the message again.
 */
async function click(page: Page, button: ElementHandle<HTMLElement>, hadEffect: () => Promise<boolean>): Promise<void> {
  // Playwright's own click brings a large script into each page for this.
  const point = await button.evaluate(async (element, readyMs) => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const deadline = performance.now() + readyMs;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    for (let before = element.getBoundingClientRect(); performance.now() < deadline;) {
      await frame();
      const now = element.getBoundingClientRect();
      const stands = now.x === before.x && now.y === before.y && now.width > 0 && now.height > 0;
      before = now;
      const x = now.x + now.width / 2;
      const y = now.y + now.height / 2;
      const open = document.elementFromPoint(x, y);
      if (stands && !element.matches(':disabled') && (open === element || element.contains(open))) return { x, y };
    }
    return undefined;
  }, READY_MS);
  if (point !== undefined) await page.mouse.click(point.x, point.y);
  else if (!(await hadEffect())) await button.evaluate((element) => element.click());
}
