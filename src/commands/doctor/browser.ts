import { accessSync, constants, statSync } from 'node:fs';
import { systemKind } from '../../servers/backends/python/install-commands.ts';
import { findBrowser } from '../../observe/page/browser/find-browser.ts';
import { valueOf } from './line.ts';
import type { Line, Host } from './line.ts';

const VERSION_DEADLINE_MS = 2000;

/** The browser that `--browser` would use. */
export async function browserLine(host: Host): Promise<Line> {
  const { platform, env } = host;
  const common = { subject: 'browser', title: 'Browser' };
  const file = findBrowser({ platform, env, isExecutable });
  const asked = valueOf(env, 'CHROME_PATH');
  if (file === undefined) {
    return {
      ...common,
      state: 'optional',
      found:
        asked === undefined
          ? 'no Chrome, Chromium or Edge'
          : `none; CHROME_PATH names ${asked}, which is not a program`,
      advice:
        'The tutor loads pages in an engine of its own. A browser is only for `check --browser` and for pages with `<script type="module">`:',
      run: [installBrowser(host)],
    };
  }
  if (asked !== undefined && file !== asked)
    return { ...common, state: 'note', found: `${file}; CHROME_PATH names ${asked}, which is not a program` };
  const version = await versionOf(file, host);
  return { ...common, state: 'ok', found: version === undefined ? file : `${version} (${file})` };
}

/** Its own version text; not asked for on Windows, where that would open a window. */
async function versionOf(file: string, { platform, env }: Host): Promise<string | undefined> {
  if (platform === 'win32') return undefined;
  const { execa } = await import('execa');
  const { exitCode, stdout } = await execa(file, ['--version'], {
    env,
    extendEnv: false,
    reject: false,
    timeout: VERSION_DEADLINE_MS,
    killSignal: 'SIGKILL',
    stdin: 'ignore',
    stderr: 'ignore',
    maxBuffer: 64 * 1024,
  });
  // `Google Chrome 130.0.6723.58 built on …`
  return exitCode === 0 ? /^.*?(?<!\d)\d+\.\d+(?=\.|\s|$)/u.exec(stdout.trim())?.[0] : undefined;
}

function installBrowser({ platform }: Host): string {
  if (platform === 'darwin') return 'brew install --cask google-chrome';
  if (platform === 'win32') return 'winget install Google.Chrome';
  const { ids } = systemKind(platform);
  // Ubuntu's own package installs the snap.
  if (ids.includes('ubuntu')) return 'sudo snap install chromium';
  if (ids.includes('fedora') || ids.includes('rhel')) return 'sudo dnf install chromium';
  if (ids.includes('arch')) return 'sudo pacman -S chromium';
  if (ids.includes('alpine')) return 'sudo apk add chromium';
  if (ids.includes('suse') || ids.includes('opensuse')) return 'sudo zypper install chromium';
  if (ids.includes('debian')) return 'sudo apt install chromium';
  return "Install Chromium from your system's packages";
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
