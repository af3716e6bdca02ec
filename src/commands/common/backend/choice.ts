import { BACKENDS, backendFor, backendKind, recogniseBackend, SCAFFOLDED } from '../../../servers/backends/index.ts';
import { nearestOf } from '../../../course/index.ts';
import type { Backend, BackendKind } from '../../../model/backend.ts';
import type { BackendChoice } from '../../../model/progress.ts';
import { ok, wrongUsage } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import { shellCommand } from '../../../model/shell.ts';

export interface ChosenBackend {
  readonly choice: BackendChoice;
  readonly backend: Backend;
  /** Chosen by an option, not by the folder: the server that is checked need not be the folder's own. */
  readonly fromFlags: boolean;
}

/**
 * The backend that the options name, else the one in the folder's progress, else by its files, else the first of the list.
 * @param flags the options of a command, by their names: `backend`, and those of each kind
 */
export function resolveBackend(
  flags: object,
  stored: BackendChoice | undefined,
  folder: string,
): Result<ChosenBackend> {
  const asked = choiceFromFlags(flags);
  if (!asked.ok) return asked;
  const choice = withStoredSettings(asked.value, stored) ?? recogniseBackend(folder) ?? { kind: BACKENDS[0].kind };
  const fromFlags = asked.value !== undefined;
  return { ok: true, value: { choice, backend: backendFor(choice, { required: choice === asked.value }), fromFlags } };
}

/** Whether an option of the call chooses the backend. */
export function namesBackend(flags: object): boolean {
  return flagOf(flags, 'backend') !== undefined || settingsIn(flags).length > 0;
}

/** The options of the call that choose the backend, as they are typed, with a blank before each: ` --run "python3 main.py"`; empty: none does. */
export function serverOption(flags: object): string {
  const names = ['backend', ...new Set(BACKENDS.flatMap(({ options }) => options.map(({ name }) => name)))];
  return names
    .flatMap((name) => {
      const value = flagOf(flags, name);
      return value === undefined ? [] : [` --${name} ${shellCommand(value)}`];
    })
    .join('');
}

/** Whether an option of the call gives a setting of this kind: which interpreter, say. */
export function namesSettings(flags: object, kind: string): boolean {
  return settingsIn(flags).some((setting) => setting.of.kind === kind);
}

/** An option that names only the kind leaves its settings, such as the interpreter, to the folder. */
function withStoredSettings(
  asked: BackendChoice | undefined,
  stored: BackendChoice | undefined,
): BackendChoice | undefined {
  const isOnlyKind = asked !== undefined && Object.keys(asked).length === 1;
  return isOnlyKind && asked.kind === stored?.kind ? stored : (asked ?? stored);
}

interface Setting {
  readonly of: BackendKind;
  readonly name: string;
  readonly read: Result<string>;
}

/** The last kind of the list comes first, as in the options' conflicts. */
function settingsIn(flags: object): readonly Setting[] {
  return BACKENDS.toReversed().flatMap((of) =>
    of.options.flatMap(({ name, read }) => {
      const value = flagOf(flags, name);
      return value === undefined ? [] : [{ of, name, read: read(value) }];
    }),
  );
}

function flagOf(flags: object, name: string): string | undefined {
  const value: unknown = Object.entries(flags).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

function choiceFromFlags(flags: object): Result<BackendChoice | undefined> {
  const named = flagOf(flags, 'backend');
  const settings = settingsIn(flags);
  // Kinds may share an option: `--backend` says whose it is.
  const first = settings.find(({ of }) => of.kind === named) ?? settings[0];
  if (first === undefined) {
    if (named === undefined) return ok(undefined);
    const kind = backendKind(named);
    return kind?.overlay === undefined ? unknownBackend(named) : ok({ kind: kind.kind });
  }
  const { kind, overlay } = first.of;
  if (named !== undefined && named !== kind && overlay !== undefined)
    return wrongUsage(`--${first.name} cannot be used with --backend ${named}.`, `Use it with --backend ${kind}.`);
  const own = settings.filter(({ of }) => of === first.of);
  const values: Record<string, string> = {};
  for (const { name, read } of own) {
    if (!read.ok) return read;
    values[name] = read.value;
  }
  return ok({ kind, ...values });
}

function unknownBackend(name: string): Result<never> {
  const names = SCAFFOLDED.map((each) => each.kind);
  const near = nearestOf(name, names);
  const guess = near === undefined ? '' : `The nearest is ${near}. `;
  return wrongUsage(
    `This version of the tutor has no backend "${name}".`,
    `${guess}Available: ${names.join(', ')}. Any other server can be checked with --run "<command>" or --url <address>.`,
  );
}
