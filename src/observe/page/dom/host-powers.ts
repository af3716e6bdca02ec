/**
 * What Node and the packages of the host use of `process` while pages run. All else is taken from it: signals to other processes, modules,
 * bindings, the environment, the command line. A page that got hold of the object would find nothing there that reaches beyond this process.
 */
const KEPT: ReadonlySet<string> = new Set([
  ...['nextTick', 'emitWarning', 'hrtime', 'uptime', 'version', 'versions', 'arch', 'platform', 'release', 'config'],
  ...['features', 'exitCode', 'exit', 'reallyExit', '_exiting', '_fatalException', '_tickCallback', 'domain', 'cwd'],
  ...['_events', '_eventsCount', '_maxListeners', 'noDeprecation', 'throwDeprecation', 'traceDeprecation'],
  // Its setter is the system's: another value would rename the process.
  ...['pid', 'ppid', 'title'],
]);

/** Call once everything is loaded, before the first page is. @param target this process */
export function giveUpPowers(target: object = process): void {
  // Packages look for variables in it.
  Object.defineProperty(target, 'env', { value: Object.freeze(Object.create(null)), configurable: false });
  for (const [name, { configurable }] of Object.entries(Object.getOwnPropertyDescriptors(target)))
    // Writable: modules of Node that load later put functions of their own there, around what they find.
    if (configurable === true && !KEPT.has(name))
      Object.defineProperty(target, name, { value: undefined, writable: true, configurable: false });
}
