import { environmentProblem } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { ChildFailure } from './run-to-end.ts';
import { installPackages, installPython, installVenv, systemKind } from './install-commands.ts';
import type { Python, Search, Surroundings } from './find-interpreters.ts';
import { neededVersion } from './needs.ts';

// What prevents the setup of Python: the fact, and the command for this system. All have exit code 3.

const AGAIN = 'Then start again.';
const NODE_INSTEAD = 'Or use the Node backend, which needs nothing more: --backend node';

type Place = Pick<Surroundings, 'needs' | 'platform'>;

/** No Python, or only old ones. */
export function withoutPython(
  { best, tried }: Search,
  { needs, platform, named, required }: Pick<Surroundings, 'needs' | 'platform' | 'named' | 'required'>,
): Result<never> {
  if (best === undefined && required === true && named !== undefined) {
    return environmentProblem(
      `${named} is not a Python: it does not start, or does not answer as Python does. --python names it, so no other was tried.`,
      'Give the path of an interpreter, such as --python /usr/bin/python3, or omit the option: then the tutor searches for one.',
    );
  }
  const needed = neededVersion(needs);
  const fact =
    best === undefined
      ? `No Python was found, and this backend needs Python ${needed}. Tried: ${tried.join(', ')}.`
      : `The newest Python that was found is ${best.version} (${best.display}), and this backend needs Python ${needed}.`;
  return environmentProblem(
    fact,
    ['Install it:', `  ${installPython(systemKind(platform), needs)}`, AGAIN, NODE_INSTEAD].join('\n'),
  );
}

/** Python is installed, but not what creates virtual environments (or pip). */
export function withoutVenv(python: Python, { needs, platform }: Place): Result<never> {
  const system = systemKind(platform);
  const packages = installPackages(system, needs);
  return environmentProblem(
    `Python ${python.version} (${python.display}) has no ${needs.framework}, and lacks what installs packages: the modules venv, ensurepip and pip.`,
    [
      'Install them:',
      `  ${installVenv(system, needs)}`,
      ...(packages === undefined ? [] : ['Or the packages of your system:', `  ${packages}`]),
      AGAIN,
    ].join('\n'),
  );
}

/** `python -m venv` failed. */
export function afterFailedVenv(failure: ChildFailure, python: Python, place: Place): Result<never> {
  if (failure.reason === 'interrupted')
    return environmentProblem('Interrupted. The virtual environment was removed again.');
  const text = failure.output.join('\n');
  if (/ensurepip/u.test(text)) return withoutVenv(python, place);
  const full = diskIsFull(text);
  if (full !== undefined) return full;
  return environmentProblem(
    `The virtual environment could not be created: ${lastErrorLine(failure)}`,
    `${python.display} -m venv .venv shows the whole output.`,
  );
}

/** `pip install` failed. */
export function afterFailedInstall(failure: ChildFailure, python: Python, { needs, platform }: Place): Result<never> {
  if (failure.reason === 'interrupted')
    return environmentProblem('Interrupted. What was installed so far was removed again.');
  const text = failure.output.join('\n');
  const full = diskIsFull(text);
  if (full !== undefined) return full;
  const packages = installPackages(systemKind(platform), needs);
  const fromSystem =
    packages === undefined ? [] : ['Without the network, your system may have the packages:', `  ${packages}`];
  if (failure.reason === 'deadline' || isOffline(text)) {
    return environmentProblem(
      'The Python packages could not be downloaded: the package index does not answer.',
      ['Connect to the network and start again.', ...fromSystem, NODE_INSTEAD].join('\n'),
    );
  }
  const newer = /requires a different Python|Requires-Python/iu.test(text);
  if (newer) {
    return environmentProblem(
      `The packages have no version for Python ${python.version}.`,
      ['Install a newer Python:', `  ${installPython(systemKind(platform), needs)}`, AGAIN].join('\n'),
    );
  }
  return environmentProblem(
    `pip could not install the packages: ${lastErrorLine(failure)}`,
    ['The whole output:', `  ${python.display} -m pip install -r requirements.txt`, ...fromSystem].join('\n'),
  );
}

function diskIsFull(text: string): Result<never> | undefined {
  return /No space left on device|\[Errno 28\]|not enough space/iu.test(text)
    ? environmentProblem(
        'The disk is full, so the packages could not be installed.',
        'Make room (some 60 MB), then start again.',
      )
    : undefined;
}

/** pip prints many lines when it cannot reach its index; the last one is always that it found no version. */
function isOffline(text: string): boolean {
  return /NewConnectionError|Failed to establish a new connection|Name or service not known|Temporary failure in name resolution|getaddrinfo failed|nodename nor servname|ConnectTimeoutError|ReadTimeoutError|ProxyError|SSLError|Network is unreachable|Connection refused/iu.test(
    text,
  );
}

function lastErrorLine({ output }: ChildFailure): string {
  const lines = output.map((line) => line.trim()).filter((line) => line !== '');
  const words = lines.findLast((line) => /^error/iu.test(line)) ?? lines.at(-1) ?? 'it printed nothing';
  return /[.!?]$/u.test(words) ? words : `${words}.`;
}
