import path from 'node:path';
import { backendFor, chooseBackend, SCAFFOLDED } from '../../../servers/backends/index.ts';
import { nearestOf } from '../../../course/index.ts';
import type { Backend } from '../../../model/backend.ts';
import type { BackendChoice } from '../../../model/progress.ts';
import { wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { CommonOptions } from '../options.ts';

export interface ChosenBackend {
  readonly choice: BackendChoice;
  readonly backend: Backend;
  /** By an option, not by the folder: what is checked then need not be the folder's own server. */
  readonly fromFlags: boolean;
}

/** The backend by the options, else as the folder remembers it, else by its files, else Node. */
export function resolveBackend(
  options: CommonOptions,
  remembered: BackendChoice | undefined,
  folder: string,
): Result<ChosenBackend> {
  const asked = choiceByOptions(options);
  if (!asked.ok) return asked;
  const choice = withMemory(asked.value, remembered) ?? chooseBackend(folder) ?? { kind: 'node' };
  const fromFlags = asked.value !== undefined;
  return { ok: true, value: { choice, backend: backendFor(choice, { required: choice === asked.value }), fromFlags } };
}

/** An option that names the kind alone leaves to the folder which interpreter it is. */
function withMemory(
  asked: BackendChoice | undefined,
  remembered: BackendChoice | undefined,
): BackendChoice | undefined {
  const isSameKind = asked?.kind === 'fastapi' && asked.python === undefined && remembered?.kind === 'fastapi';
  return isSameKind ? remembered : (asked ?? remembered);
}

function choiceByOptions({ backend, python, run, url }: CommonOptions): Result<BackendChoice | undefined> {
  if (url !== undefined) return remoteChoice(url);
  if (run !== undefined) {
    return run.trim() === ''
      ? wrongUsage('--run needs a command.', 'For example: --run "python3 main.py"')
      : { ok: true, value: { kind: 'command', run } };
  }
  if (python !== undefined) {
    if (backend !== undefined && backend !== 'fastapi')
      return wrongUsage(`--python does not go with --backend ${backend}.`, 'It goes with --backend fastapi.');
    // Named from where the person is; a bare name is looked up by the system.
    return { ok: true, value: { kind: 'fastapi', python: /[\\/]/u.test(python) ? path.resolve(python) : python } };
  }
  if (backend === undefined) return { ok: true, value: undefined };
  const known = SCAFFOLDED.find((each) => each.kind === backend);
  return known?.overlay === undefined ? unknownBackend(backend) : { ok: true, value: { kind: known.overlay } };
}

function remoteChoice(url: string): Result<BackendChoice> {
  const example = 'For example: --url http://localhost:8000';
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return wrongUsage(`"${url}" is no address.`, example);
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return wrongUsage(`"${url}" does not begin with http:// or https://.`, example);
  if (parsed.pathname !== '/' || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '')
    return wrongUsage(
      `"${url}" is more than the address of a server.`,
      `The page is expected at its top: --url ${parsed.origin}`,
    );
  return { ok: true, value: { kind: 'remote', url: parsed.origin } };
}

function unknownBackend(name: string): Result<never> {
  const names = SCAFFOLDED.map((each) => each.kind);
  const near = nearestOf(name, names);
  const guess = near === undefined ? '' : `The nearest is ${near}. `;
  return wrongUsage(
    `This version of the tutor has no backend "${name}".`,
    `${guess}There is: ${names.join(', ')}. Any other server can be checked with --run "<command>" or --url <address>.`,
  );
}
