import { terminalOptions } from '../../terminal/terminal.ts';
import { listed } from '../common/output/output.ts';
import { valueOf } from './line.ts';
import type { Line, Host } from './line.ts';

const NARROWEST = 60;

/** What the terminal shows, and whether there is one. */
export function terminalLine(
  stdout: { readonly isTTY?: boolean; readonly columns?: number },
  { env, platform }: Host,
  flags: { readonly color?: boolean },
): Line {
  const { colour, unicode } = terminalOptions(stdout, env, flags, platform);
  const common = { subject: 'terminal', title: 'Terminal' };
  const signs = [colour ? 'colours' : 'no colours', unicode ? 'Unicode' : 'ASCII signs'];
  if (stdout.isTTY !== true) {
    const found = ['the output goes to a file or a program, so no command asks anything', ...signs].join('; ');
    return { ...common, state: 'ok', found };
  }
  const facts = [`${stdout.columns ?? 'unknown'} columns`, ...signs].join(', ');
  if ((stdout.columns ?? NARROWEST) < NARROWEST)
    return {
      ...common,
      state: 'note',
      found: facts,
      advice: `Below ${NARROWEST} columns lines wrap; a wider window is easier to read.`,
    };
  return { ...common, state: 'ok', found: facts };
}

/** Variables that change what the tutor or a learner's server does; each is mentioned only where it is set. */
export function variableLines(host: Host): readonly Line[] {
  return [
    ...proxyLine(host),
    ...VARIABLES.flatMap(({ name, advice, unset }) => {
      const value = valueOf(host.env, name);
      if (value === undefined) return [];
      const line: Line = {
        subject: name,
        title: 'Variable',
        state: 'note',
        found: `${name}=${value}`,
        advice,
        ...(unset ? { run: [unsetCommand(name, host)] } : {}),
      };
      return [line];
    }),
  ];
}

const VARIABLES: readonly {
  readonly name: string;
  readonly advice: string;
  /** Unsetting it in this shell is worthwhile. */
  readonly unset: boolean;
}[] = [
  {
    name: 'NODE_OPTIONS',
    advice: 'It applies to the tutor and to the servers that it starts. If one behaves oddly, try without it:',
    unset: true,
  },
  {
    name: 'NODE_EXTRA_CA_CERTS',
    advice: 'Node reads these certificates at each start, which makes every start slower. Nothing here needs them:',
    unset: true,
  },
  {
    name: 'PORT',
    advice:
      'A server that you start by hand listens there, not on 8000. The tutor sets it itself for the servers that it starts.',
    unset: true,
  },
  {
    name: 'PYTHONHOME',
    advice: 'It tells every Python where its library is, so that no other Python starts:',
    unset: true,
  },
  {
    name: 'PYTHONPATH',
    advice: 'Python uses packages from there before those of an environment.',
    unset: false,
  },
];

const PROXIES = ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];

/** The tutor's own clients use no proxy; curl and others do, and a proxy cannot reach this machine's localhost. Values may contain passwords. */
function proxyLine(host: Host): readonly Line[] {
  const { env, platform } = host;
  const set = PROXIES.filter((name) => valueOf(env, name) !== undefined);
  if (set.length === 0) return [];
  const exceptions = (valueOf(env, 'no_proxy') ?? valueOf(env, 'NO_PROXY') ?? '').split(/[\s,]+/u);
  if (exceptions.some((host) => host === '*' || host === 'localhost')) return [];
  // Names of variables are case-insensitive on Windows.
  const names = platform === 'win32' ? [...new Set(set.map((name) => name.toUpperCase()))] : set;
  return [
    {
      subject: 'proxy',
      title: 'Proxy',
      state: 'note',
      found: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} set, and NO_PROXY does not name localhost`,
      advice: 'Checks use no proxy. curl and other programs use it for http://localhost too, which it cannot reach:',
      run: [setCommand('NO_PROXY', 'localhost,127.0.0.1,::1', host)],
    },
  ];
}

function setCommand(name: string, value: string, { platform }: Host): string {
  return platform === 'win32' ? `$env:${name} = "${value}"` : `export ${name}=${value} ${name.toLowerCase()}=${value}`;
}

function unsetCommand(name: string, { platform }: Host): string {
  return platform === 'win32' ? `Remove-Item Env:${name}` : `unset ${name}`;
}
