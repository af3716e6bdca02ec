/** What a stream can show. `width` is in columns, between 60 and 120. */
export interface TerminalOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Whether marks and lines may be non-ASCII. */
  readonly unicode: boolean;
}

const NARROWEST = 60;
const WIDEST = 120;
const USUAL = 80;

/**
 * Width, colour and character set for a stream.
 * Colour: `--no-color` (`flags.color` is false) wins over `NO_COLOR`, that over `FORCE_COLOR`, that over `TERM=dumb`;
 * without any of them a terminal gets colour and a pipe does not.
 * Unicode: off where the locale names another character set, and on a Windows console that is not a known modern one.
 */
export function terminalOptions(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
  flags: { readonly color?: boolean },
  platform: NodeJS.Platform = process.platform,
): TerminalOptions {
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, columns(stream, env))),
    colour: wantsColour(stream, env, flags),
    unicode: showsUnicode(env, platform),
  };
}

function columns(stream: { readonly columns?: number }, env: Readonly<Record<string, string | undefined>>): number {
  const asked = Number.parseInt(env['COLUMNS'] ?? '', 10);
  if (asked > 0) return asked;
  return stream.columns !== undefined && stream.columns > 0 ? stream.columns : USUAL;
}

function wantsColour(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
  flags: { readonly color?: boolean },
): boolean {
  if (flags.color === false || isSet(env['NO_COLOR'])) return false;
  const forced = env['FORCE_COLOR'];
  if (isSet(forced)) return forced !== '0' && forced !== 'false';
  return env['TERM'] !== 'dumb' && stream.isTTY === true;
}

function showsUnicode(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): boolean {
  if (env['TERM'] === 'dumb' || env['TERM'] === 'linux') return false;
  // The first of these that is set decides (POSIX, environment variables).
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => isSet(value));
  if (locale !== undefined) return /utf-?8/i.test(locale);
  if (platform !== 'win32') return true;
  return isSet(env['WT_SESSION']) || env['TERM_PROGRAM'] === 'vscode' || isSet(env['ConEmuTask']);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
