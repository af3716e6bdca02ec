// Loaded by Node before a learner's server (`--import`): what it waits for comes sooner, by the factor in FAST_CLOCK. Short waits stay as they
// are: they belong to the inner workings of libraries. The clock itself (`Date`) is touched only with FAST_DATE.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';

const SHORT_MS = 250;
const factor = Number(process.env.FAST_CLOCK);

const sooner = (ms) => (Number(ms) >= SHORT_MS ? Number(ms) / factor : ms);

for (const name of ['setTimeout', 'setInterval']) {
  const real = timers[name];
  const faster = (callback, ms, ...rest) => real(callback, sooner(ms), ...rest);
  // `util.promisify` finds what it returns for `setTimeout` in a property of the function.
  Object.defineProperties(faster, Object.getOwnPropertyDescriptors(real));
  globalThis[name] = faster;
  timers[name] = faster;
  const promised = promises[name];
  promises[name] = (ms, ...rest) => promised(sooner(ms), ...rest);
}
const { scheduler } = promises;
const wait = scheduler.wait.bind(scheduler);
scheduler.wait = (ms, ...rest) => wait(sooner(ms), ...rest);

// Named imports (`import { setTimeout } from 'node:timers/promises'`) see the new functions from here on.
syncBuiltinESMExports();

/** Goes on from now by the factor. */
const fast = (read) => {
  const begun = read();
  return () => begun + (read() - begun) * factor;
};

if (process.env.FAST_DATE === '1') {
  const Real = Date;
  const now = fast(Real.now);
  globalThis.Date = new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (target, args, made) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, made === globalThis.Date ? target : made),
    get: (target, name) => (name === 'now' ? () => Math.round(now()) : Reflect.get(target, name)),
  });
  const elapsed = fast(performance.now.bind(performance));
  Object.defineProperty(performance, 'now', { value: elapsed, writable: true, configurable: true });
  const { hrtime } = process;
  const nanoseconds = () => BigInt(Math.round(elapsed() * 1e6));
  const hr = (before = [0, 0]) => {
    const past = nanoseconds() - (BigInt(before[0]) * 1_000_000_000n + BigInt(before[1]));
    return [Number(past / 1_000_000_000n), Number(past % 1_000_000_000n)];
  };
  process.hrtime = Object.assign(hr, hrtime, { bigint: nanoseconds });
}
