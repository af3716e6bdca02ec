import type { Dropped } from '../htmx/disposition.ts';
import { PARTIAL } from '../htmx/fragments.ts';
import type { TargetNamed } from '../model/facts/out-of-band.ts';
import type { ObservedPage } from './observed-page.ts';

/** What named the target of a part that went nowhere. undefined: the id of the reply's own element. */
export function targetNamedBy(
  { dialect, elements }: ObservedPage,
  { fragment, facts: { selector = '' } }: Dropped,
  reply: string,
): TargetNamed | undefined {
  if (fragment.tag === PARTIAL) return 'partial';
  if (fragment.id !== undefined && selector.replaceAll('\\', '') === `#${fragment.id}`) return undefined;
  if (dialect.major !== 4) return 'selector';
  if (targetOfEnvelope(reply) === selector) return 'envelope';
  const isInPage = elements.some(({ attributes }) =>
    Object.entries(attributes).some(([name, value]) => isTarget(name, dialect.core.target) && value === selector),
  );
  return isInPage ? 'attribute' : 'selector';
}

/** Also where it is inherited: `hx-target:inherited`. */
function isTarget(name: string, target: string): boolean {
  const own = name.replace(/^data-/u, '');
  return own === target || own.startsWith(`${target}:`);
}

/** hx-ws 4 reads a message that is a JSON object as an envelope, whose member `target` comes before the attribute of the page. */
function targetOfEnvelope(reply: string): unknown {
  try {
    const value: unknown = JSON.parse(reply);
    return typeof value === 'object' && value !== null ? Reflect.get(value, 'target') : undefined;
  } catch {
    return undefined;
  }
}
