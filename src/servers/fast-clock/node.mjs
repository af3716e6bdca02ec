// Loaded by Node before a learner's server (`--import`): what it waits for comes sooner, by the factor in FAST_CLOCK. Short waits stay as they
// are: they belong to the inner workings of libraries. The clock itself (`Date`) is not touched.
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
