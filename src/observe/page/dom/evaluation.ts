import type { PageWindow } from '../injected/page-window.ts';
import { complain, type TabContext } from './context.ts';

/** Chromium's words for text that a script makes code of. */
const REFUSED =
  "Evaluating a string as JavaScript violates the following Content Security Policy directive because 'unsafe-eval' is not an allowed source of script";

let byEngine = false;

/** Runs what compiles something of the page for jsdom itself: no script causes the first text that it compiles. */
export function asEngine<T>(run: () => T): T {
  byEngine = true;
  try {
    return run();
  } finally {
    byEngine = false;
  }
}

function isEngine(): boolean {
  const was = byEngine;
  byEngine = false;
  return was;
}

/**
 * Makes the functions that compile text obey the page's policies (ECMAScript, HostEnsureCanCompileStrings; CSP3,
 * "EnsureCSPDoesNotBlockStringCompilation"). Call before the page's scripts run: they may keep `Function` for later.
 */
export function guardEvaluation(view: PageWindow, context: TabContext): void {
  const mayCompile = (): void => {
    const directive = context.policy.refusal({ kind: 'eval' });
    if (directive !== undefined && !isEngine()) throw new view.EvalError(`${REFUSED}: ${directive}`);
  };
  for (const written of ['function () {}', 'async function () {}', 'function* () {}', 'async function* () {}']) {
    const { prototype } = (view.eval(`(${written})`) as object).constructor as FunctionConstructor;
    const native = prototype.constructor as FunctionConstructor;
    const guarded: FunctionConstructor = new Proxy(native, {
      apply(target, self, given) {
        mayCompile();
        return Reflect.apply(target, self, given) as unknown;
      },
      construct(target, given, asked) {
        mayCompile();
        return Reflect.construct(target, given, asked === guarded ? target : asked) as object;
      },
    });
    const { writable = false, enumerable = false } = Object.getOwnPropertyDescriptor(prototype, 'constructor') ?? {};
    Object.defineProperty(prototype, 'constructor', { value: guarded, configurable: true, writable, enumerable });
    if (written === 'function () {}')
      Object.defineProperty(view, 'Function', { value: guarded, configurable: true, writable: true });
  }
  refuseEvaluation(view, context);
}

const refusing = new WeakSet<PageWindow>();

/** Takes `eval` and timers of text from a page once its policies forbid them; until then a direct `eval` sees the scope of its caller. */
export function refuseEvaluation(view: PageWindow, context: TabContext): void {
  if (refusing.has(view) || context.policy.refusal({ kind: 'eval' }) === undefined) return;
  refusing.add(view);
  replace(view, 'eval', (target, self, given) => {
    if (typeof given[0] !== 'string' || isEngine()) return Reflect.apply(target, self, given);
    throw new view.EvalError(`${REFUSED}: ${context.policy.refusal({ kind: 'eval' }) ?? ''}`);
  });
  for (const timer of ['setTimeout', 'setInterval'] as const)
    replace(view, timer, (target, self, given) => {
      if (typeof given[0] === 'function') return Reflect.apply(target, self, given);
      complain(
        context,
        `${REFUSED}: "${context.policy.refusal({ kind: 'eval' }) ?? ''}". The action has been blocked.`,
      );
      return 0;
    });
}

type Call = (target: () => unknown, self: unknown, given: unknown[]) => unknown;

function replace(view: PageWindow, name: 'eval' | 'setTimeout' | 'setInterval', apply: Call): void {
  const native = view[name] as () => unknown;
  Object.defineProperty(view, name, { value: new Proxy(native, { apply }), configurable: true, writable: true });
}
