import { readFileSync } from 'node:fs';
import { OLDEST_PYTHON } from './find-interpreters.ts';

/** What the advice depends on. */
export interface SystemKind {
  readonly platform: NodeJS.Platform;
  /** `ID` and `ID_LIKE` of /etc/os-release in lower case; empty elsewhere. */
  readonly ids: readonly string[];
}

/** One command of the system's package manager, or undefined where the tutor does not know it. */
interface Commands {
  readonly python: string;
  /** What Debian ships separately from Python. */
  readonly venv?: string;
  /** FastAPI, uvicorn, Jinja2 and websockets, where the system itself ships them. */
  readonly packages?: string;
}

const BY_ID: Readonly<Record<string, Commands>> = {
  debian: {
    python: 'sudo apt install python3 python3-venv',
    venv: 'sudo apt install python3-venv',
    packages: 'sudo apt install python3-fastapi python3-uvicorn python3-jinja2 python3-websockets',
  },
  fedora: {
    python: 'sudo dnf install python3',
    packages: 'sudo dnf install python3-fastapi python3-uvicorn python3-jinja2 python3-websockets',
  },
  arch: {
    python: 'sudo pacman -S python',
    packages: 'sudo pacman -S python-fastapi uvicorn python-jinja python-websockets',
  },
  alpine: { python: 'sudo apk add python3', packages: 'sudo apk add py3-fastapi uvicorn py3-jinja2 py3-websockets' },
  suse: { python: 'sudo zypper install python3' },
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
export function installPython(system: SystemKind): string {
  if (system.platform === 'darwin') return 'brew install python';
  if (system.platform === 'win32') return 'winget install Python.Python.3.13';
  return commandsOf(system)?.python ?? `Install Python ${OLDEST_PYTHON.join('.')} or later from your system's packages`;
}

/** The command for what `python -m venv` needs, where the system ships it separately. */
export function installVenv(system: SystemKind): string {
  return commandsOf(system)?.venv ?? installPython(system);
}

/** The command that installs the chapter's packages without pip; undefined: this system has none. */
export function installPackages(system: SystemKind): string | undefined {
  return commandsOf(system)?.packages;
}

function commandsOf({ platform, ids }: SystemKind): Commands | undefined {
  if (platform !== 'linux') return undefined;
  // Derivatives name their family: Ubuntu says debian, Rocky says rhel and fedora.
  const aliases: Readonly<Record<string, string>> = {
    ubuntu: 'debian',
    rhel: 'fedora',
    opensuse: 'suse',
    sles: 'suse',
  };
  const known = ids.map((id) => aliases[id] ?? id).find((id) => BY_ID[id] !== undefined);
  return known === undefined ? undefined : BY_ID[known];
}
