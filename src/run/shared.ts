import type { RunContext } from './context.ts';

/**
 * An observation that several checks of a run read: made on first use, once per run. The function itself is the key, so its type is
 * the type of the result, and two observations cannot share a name. Any other argument belongs to the run (one of its tabs), so that
 * every caller passes the same.
 */
export function shared<T, Given extends readonly unknown[]>(
  observe: (context: RunContext, ...given: Given) => Promise<T>,
): (context: RunContext, ...given: Given) => Promise<T> {
  const made = new WeakMap<RunContext, Promise<T>>();
  return (context, ...given) => {
    const known = made.get(context);
    if (known !== undefined) return known;
    const observing = observe(context, ...given);
    made.set(context, observing);
    return observing;
  };
}
