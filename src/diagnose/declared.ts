import { attribute } from '../htmx/elements.ts';
import type { Transport } from '../htmx/index.ts';
import type { Contract } from '../model/contract.ts';
import type { PageElement } from '../model/page.ts';
import type { ObservedPage } from '../rules/observed-page.ts';

const CONTROLS = new Set(['form', 'input', 'textarea', 'select', 'button', 'option', 'label']);

/** The page's own names for what a chapter's contract names, so that sentences use them. Where it has none the sentences take examples. */
export function declaredNames(page: ObservedPage): Contract {
  const socketPath = pathOf(page, 'ws');
  const streamPath = pathOf(page, 'sse');
  const sender = page.withRole('ws', 'send')[0]?.element;
  const field = sender === undefined ? undefined : fieldIn(page, sender);
  const connector = page.withRole('ws', 'connect')[0]?.element;
  const target = connector === undefined ? undefined : placeIn(page, connector, sender);
  return {
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(streamPath === undefined ? {} : { streamPath }),
    ...(field === undefined ? {} : { field }),
    ...(target === undefined ? {} : { target: `#${target}` }),
    pagePath: URL.canParse(page.snapshot.url) ? new URL(page.snapshot.url).pathname : '/',
  };
}

function pathOf(page: ObservedPage, transport: Transport): string | undefined {
  const value = page.withRole(transport, 'connect')[0]?.role.value.trim();
  if (value === undefined || value === '' || !URL.canParse(value, page.baseUrl)) return undefined;
  return new URL(value, page.baseUrl).pathname;
}

function fieldIn(page: ObservedPage, sender: PageElement): string | undefined {
  const field = page.elements.find(
    (each) => (each.tag === 'input' || each.tag === 'textarea') && page.within(each, sender),
  );
  const name = field && attribute(field, 'name');
  return name === '' ? undefined : name;
}

/** The id of the first element that content may go into. */
function placeIn(page: ObservedPage, connector: PageElement, sender: PageElement | undefined): string | undefined {
  const isPlace = (each: PageElement): boolean =>
    each.id !== '' &&
    !CONTROLS.has(each.tag) &&
    each !== connector &&
    (sender === undefined || !page.within(each, sender)) &&
    /^[\w-]+$/u.test(each.id);
  const inside = page.elements.find((each) => isPlace(each) && page.within(each, connector));
  return (inside ?? page.elements.find(isPlace))?.id;
}
