import type { PageWindow } from './page-window.ts';

/**
 * Reports every new instance of one of the page's classes. The constructor is wrapped in a Proxy, so that prototype, constants and
 * `instanceof` keep working.
 */
export function wrapConstructor<N extends 'WebSocket' | 'EventSource'>(
  view: PageWindow,
  name: N,
  observer: {
    /** @param args what the constructor got */
    made(instance: InstanceType<PageWindow[N]>, args: readonly unknown[]): void;
    /** The constructor threw. */
    refused?(address: unknown, error: unknown): void;
  },
): void {
  const Native = view[name];
  const wrapped: PageWindow[N] = new Proxy(Native, {
    construct(target, args, newTarget) {
      let instance: InstanceType<PageWindow[N]>;
      try {
        instance = Reflect.construct(target, args, newTarget === wrapped ? target : newTarget);
      } catch (error) {
        observer.refused?.(args[0], error);
        throw error;
      }
      observer.made(instance, args);
      return instance;
    },
  });
  Native.prototype.constructor = wrapped;
  Object.defineProperty(view, name, { value: wrapped, writable: true, configurable: true });
}
