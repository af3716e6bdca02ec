import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** What `findBrowser` needs to know of the computer it searches. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isExecutable: (file: string) => boolean;
}

const HEADLESS_SHELL = 'chromium-headless-shell';

const linuxNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  // Chromium without a user interface, for computers that have no other part of it.
  HEADLESS_SHELL,
];

/**
 * Path of a Chrome, Chromium or Edge on this machine: the one in `CHROME_PATH`, else one in the usual places; undefined
 * when there is none. A `CHROME_PATH` that is not an executable is ignored.
 */
export function findBrowser(host: Host = here()): string | undefined {
  return candidates(host).find((file) => host.isExecutable(file));
}

function candidates({ platform, env }: Host): string[] {
  const named = env['CHROME_PATH'];
  const first = named === undefined || named === '' ? [] : [named];
  if (platform === 'darwin') {
    const apps = [
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Chromium.app/Contents/MacOS/Chromium',
      'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ];
    return [
      ...first,
      ...['/Applications', `${env['HOME'] ?? ''}/Applications`].flatMap((folder) =>
        apps.map((app) => `${folder}/${app}`),
      ),
    ];
  }
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']].filter(
      (folder) => folder !== undefined,
    );
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return [...first, ...programs.flatMap((program) => folders.map((folder) => path.win32.join(folder, program)))];
  }
  const folders = [
    ...(env['PATH'] ?? '').split(':').filter((folder) => folder !== ''),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
    '/opt/google/chrome',
  ];
  return [...first, ...linuxNames.flatMap((name) => folders.map((folder) => path.posix.join(folder, name)))];
}

function here(): Host {
  return {
    platform: process.platform,
    env: process.env,
    isExecutable(file) {
      try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
      } catch {
        return false;
      }
    },
  };
}
