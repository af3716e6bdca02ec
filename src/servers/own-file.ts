import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path relative to the folder with forward slashes; undefined for a file that is not the learner's. */
export function ownFile(file: string, folder: string): string | undefined {
  // `<frozen runpy>`, `<string>`: code without a file.
  if (file.startsWith('<')) return undefined;
  const absolute = file.startsWith('file:') ? pathOf(file) : path.resolve(folder, file);
  if (absolute === undefined) return undefined;
  const relative = path.relative(folder, absolute).split(path.sep).join('/');
  const foreign = relative === '' || relative.startsWith('../') || path.isAbsolute(relative);
  return foreign || /(^|\/)(node_modules|\.venv|venv|site-packages)\//u.test(relative) ? undefined : relative;
}

/** The path of a `file:` address; undefined: it has none, as `file://host/main.js`, and a server can print anything. */
function pathOf(address: string): string | undefined {
  try {
    return fileURLToPath(address);
  } catch {
    return undefined;
  }
}
