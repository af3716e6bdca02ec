import { readFileSync } from 'node:fs';
import { neededVersion } from './needs.ts';
import type { PythonNeeds, SystemFamily } from './needs.ts';

/** What the advice depends on. */
export interface SystemKind {
  readonly platform: NodeJS.Platform;
  /** `ID` and `ID_LIKE` of /etc/os-release in lower case; empty elsewhere. */
  readonly ids: readonly string[];
}

/** Commands of a system's package manager. */
interface Commands {
  readonly python: string;
  /** What Debian ships separately from Python. */
  readonly venv?: string;
  /** Installs the packages whose names follow. */
  readonly install: string;
}

const BY_FAMILY: Readonly<Record<SystemFamily, Commands>> = {
  debian: {
    python: 'sudo apt install python3 python3-venv',
    venv: 'sudo apt install python3-venv',
    install: 'sudo apt install',
  },
  fedora: { python: 'sudo dnf install python3', install: 'sudo dnf install' },
  arch: { python: 'sudo pacman -S python', install: 'sudo pacman -S' },
  alpine: { python: 'sudo apk add python3', install: 'sudo apk add' },
  suse: { python: 'sudo zypper install python3', install: 'sudo zypper install' },
};

/** Derivatives name their family: Ubuntu says debian, Rocky says rhel and fedora. */
const FAMILIES: Readonly<Record<string, SystemFamily>> = {
  debian: 'debian',
  ubuntu: 'debian',
  fedora: 'fedora',
  rhel: 'fedora',
  arch: 'arch',
  alpine: 'alpine',
  suse: 'suse',
  opensuse: 'suse',
  sles: 'suse',
};

/** The system that the tutor runs on. */
export function systemKind(platform: NodeJS.Platform = process.platform): SystemKind {
  if (platform !== 'linux') return { platform, ids: [] };
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    const words = [...text.matchAll(/^ID(?:_LIKE)?=["']?(?<words>[^"'\n]*)/gmu)].flatMap((match) =>
      (match.groups?.['words'] ?? '').toLowerCase().split(/\s+/u),
    );
    return { platform, ids: words.filter((word) => word !== '') };
  } catch {
    return { platform, ids: [] };
  }
}

/** The command that installs a new enough Python. */
export function installPython(system: SystemKind, needs: PythonNeeds): string {
  if (system.platform === 'darwin') return 'brew install python';
  if (system.platform === 'win32') return 'winget install Python.Python.3.13';
  return commandsOf(system)?.python ?? `Install Python ${neededVersion(needs)} from your system's packages`;
}

/** The command for what `python -m venv` needs, where the system ships it separately. */
export function installVenv(system: SystemKind, needs: PythonNeeds): string {
  return commandsOf(system)?.venv ?? installPython(system, needs);
}

/** The command that installs the framework's packages without pip; undefined: this system has none. */
export function installPackages(system: SystemKind, { systemPackages }: PythonNeeds): string | undefined {
  const family = familyOf(system);
  const names = family === undefined ? undefined : systemPackages[family];
  return family === undefined || names === undefined ? undefined : `${BY_FAMILY[family].install} ${names}`;
}

function commandsOf(system: SystemKind): Commands | undefined {
  const family = familyOf(system);
  return family === undefined ? undefined : BY_FAMILY[family];
}

function familyOf({ platform, ids }: SystemKind): SystemFamily | undefined {
  return platform === 'linux' ? ids.map((id) => FAMILIES[id]).find((family) => family !== undefined) : undefined;
}
