import type { FindingOf } from '../model/finding.ts';
import type { PageElement } from '../model/page.ts';
import type { SendView } from './send-view.ts';
import { evidence } from './send-view.ts';

const severity = 'warning';

/** A button that a person would click and that submits nothing: Enter sent the message after the click had done nothing. */
export function buttonIdle(view: SendView): FindingOf<'page/button-does-nothing'> | undefined {
  const { page, message } = view;
  const [first, second] = message.outcome.actions;
  if (first?.kind !== 'click' || second?.kind !== 'press' || message.sent.length === 0) return undefined;
  const { tag } = first.control;
  const button = page.elements.find((element) => element.tag === tag && submitsNothing(page.elements, element));
  // A click may only have been slow: without a reason in the markup nothing is said.
  if (button === undefined) return undefined;
  const isPlain = button.attributes['type']?.toLowerCase() === 'button';
  const where = page.place(
    (element) => element.tag === tag && element.attributes['type'] === button.attributes['type'],
  );
  const facts = { because: isPlain ? 'type' : 'outside' } as const;
  return { code: 'page/button-does-nothing', severity, facts, evidence: evidence(view, where) };
}

/** HTML standard, "the button element": `type=button` does nothing; others submit the form that owns them. */
function submitsNothing(elements: readonly PageElement[], { tag, attributes, parent }: PageElement): boolean {
  const type = (attributes['type'] ?? (tag === 'button' ? 'submit' : '')).toLowerCase();
  if (type === 'button') return true;
  if (!['submit', 'image'].includes(type) || attributes['form'] !== undefined) return false;
  for (let at = parent; at !== null; at = elements[at]?.parent ?? null) if (elements[at]?.tag === 'form') return false;
  return true;
}

/** An id that stands twice in the page as it is served: htmx swaps a reply into each of the elements, a label belongs to the first. */
export function idTwice(view: Pick<SendView, 'page'>): FindingOf<'page/id-twice'> | undefined {
  const { page } = view;
  const ids = page.markup.map(({ attributes }) => attributes['id'] ?? '').filter((id) => id !== '');
  const id = ids.find((each, at) => ids.indexOf(each) !== at);
  if (id === undefined) return undefined;
  const second = page.markup.filter(({ attributes }) => attributes['id'] === id)[1];
  const where = second === undefined ? [] : page.locate.servedLine(page.html, second.line);
  const times = ids.filter((each) => each === id).length;
  return { code: 'page/id-twice', severity, facts: { id, times }, evidence: page.evidence(where) };
}
