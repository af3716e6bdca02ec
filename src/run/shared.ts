import type { RunContext } from './context.ts';

/** What `shared` makes of an observation. */
export interface Shared<T, Given extends readonly unknown[]> {
  (context: RunContext, ...given: Given): Promise<T>;
  /** The observation of this run if somebody has begun it, such as the preparation of a check; undefined: nobody has. */
  begun(context: RunContext): Promise<T> | undefined;
}

/**
 * An observation that several checks of a run read: made on first use, once per run. The function itself is the key, so its type is
 * the type of the result, and two observations cannot share a name. Any other argument belongs to the run (one of its tabs), so that
 * every caller passes the same.
 */
export function shared<T, Given extends readonly unknown[]>(
  observe: (context: RunContext, ...given: Given) => Promise<T>,
): Shared<T, Given> {
  const made = new WeakMap<RunContext, Promise<T>>();
  const ask = (context: RunContext, ...given: Given): Promise<T> => {
    const known = made.get(context);
    if (known !== undefined) return known;
    const observing = observe(context, ...given);
    made.set(context, observing);
    return observing;
  };
  return Object.assign(ask, { begun: (context: RunContext) => made.get(context) });
}
