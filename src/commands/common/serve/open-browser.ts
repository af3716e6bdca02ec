import { spawn } from 'node:child_process';

/** Milliseconds that the opener may take to report that it is missing. */
const DEADLINE_MS = 2000;

/** Asks the system to open an address. False: it cannot, and the person opens it by hand. */
export async function openBrowser(
  url: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const opener = openerFor(platform, env);
  if (opener === undefined) return false;
  const [command, ...args] = opener;
  return new Promise((resolve) => {
    const child = spawn(command, [...args, url], { detached: true, stdio: 'ignore', windowsHide: true });
    const timer = setTimeout(() => resolve(true), DEADLINE_MS);
    const settle = (opened: boolean): void => {
      clearTimeout(timer);
      resolve(opened);
    };
    child.once('error', () => settle(false));
    child.once('exit', (code) => settle(code === 0));
    // The browser that it started must not keep the tutor alive.
    child.unref();
  });
}

function openerFor(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  // Without a display, xdg-open may start a text browser over the menu.
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : undefined;
}
