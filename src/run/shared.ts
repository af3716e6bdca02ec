import type { RunContext } from './context.ts';

/**
 * An observation that several checks of a run read: it is made when it is first asked for, and once in each run. The function itself is
 * the key, so its type is the maker's and two observations cannot share a name. What else it is given belongs to the run (a tab of it),
 * so that every caller gives the same.
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
