import { closest, distance } from 'fastest-levenshtein';
import type { FindingOf } from '../../model/finding.ts';
import type { Entries, Words } from '../entry.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';
import { syntaxFix, syntaxHint } from './runtime-errors.ts';
import { isPython } from './server-python.ts';
import { line } from './seen.ts';
import { faultCause, faultFix } from './syntax-fault.ts';

type FileCode =
  | 'server/no-entry-file'
  | 'server/syntax-error'
  | 'server/missing-module'
  | 'server/missing-directory'
  | 'server/missing-file';

type EntryFacts = FindingOf<'server/no-entry-file'>['facts'];

/** Where the tutor chose what to start. */
function entryWords(facts: EntryFacts): Pick<Words, 'cause' | 'fix'> {
  const { expected, files } = facts;
  const other = renamed(facts);
  if (other !== undefined)
    return {
      cause: `The folder has ${other}; without a command of your own the tutor starts ${expected}.`,
      fix: `Rename ${other} to ${expected}, or name your own start command: \`--run "node ${other}"\`.`,
    };
  return {
    cause:
      files.length === 0
        ? 'The folder has no file that could be a server.'
        : `The folder has ${files.slice(0, 8).join(', ')}, and none of these is a server to start.`,
    fix: `Write ${expected}, or name your own start command with \`--run "${expected.endsWith('.py') ? 'python your-file.py' : 'node your-file.js'}"\`.`,
  };
}

/** Where the learner's own command names the file: it is the only one of its kind, or the nearest by its name, that the command may mean. */
function commandWords({ expected, files }: EntryFacts, command: string): Pick<Words, 'cause' | 'fix'> {
  const cause = `The command \`${inline(command, 200)}\` names ${inline(expected)}, which is not in the folder${files.length === 0 ? '' : `; the folder has ${files.slice(0, 8).join(', ')}`}.`;
  const ending = /\.\w+$/u.exec(expected)?.[0] ?? '';
  const alike = files.filter((file) => ending !== '' && file.endsWith(ending));
  const meant = alike.length === 1 ? alike[0] : alike.find((file) => distance(file, expected) <= 2);
  return {
    cause,
    fix:
      meant === undefined
        ? `Write ${inline(expected)}, or correct the name of the file in the command.`
        : `Name ${meant} in the command if it is your server, or write ${inline(expected)}.`,
  };
}

/** The files that a server is started from, and those that it needs to start. */
export const serverFileEntries: Entries<FileCode> = {
  'server/no-entry-file': {
    words: ({ facts }) => ({
      title: `${facts.expected} is missing`,
      expected: `A file ${facts.expected} that contains the server.`,
      ...(facts.command === undefined ? entryWords(facts) : commandWords(facts, facts.command)),
    }),
    explain: {
      title: 'The file to start is missing',
      meaning:
        'The tutor starts `main.js`, or the file that `main` or `scripts.start` in package.json names; in a FastAPI folder it starts `main.py`, or another file that creates the application.',
      wrong: { language: 'sh', text: 'ls\napp.js  package.json\nhtmx-realtime-tutor check' },
      right: { language: 'sh', text: 'htmx-realtime-tutor check --run "node app.js"' },
      source: "The server's contract in the README.",
    },
    seenAs: [
      line(
        /Cannot find module '(?<file>[^']*[/\\](?:main|server|index|app)\.[cm]?[jt]s)'|can't open file '(?<script>[^']+)'/u,
        9,
        'The command names a file that is not in this folder.',
      ),
    ],
  },
  'server/syntax-error': {
    words: ({ facts, evidence }) => ({
      ...(/does not provide an export named/u.test(facts.message)
        ? {
            title: 'The server imports a name that its module does not export',
            expected: 'Every imported name is exported by its module.',
          }
        : {
            title: 'The server file does not parse',
            expected: 'A file that the runtime can read from the first line to the last.',
          }),
      cause: `${inline(facts.message, 200)}.${facts.fault === undefined ? syntaxHint(facts.message) : ` ${faultCause(facts.fault)}`}`,
      fix:
        facts.fault === undefined
          ? syntaxFix(facts.message, placeWords(evidence.where?.[0]), facts.excerpt)
          : faultFix(facts.fault, evidence.where?.[0]?.file ?? 'the file'),
    }),
    explain: {
      title: 'The server file does not parse',
      meaning:
        'The runtime reads the whole file before it runs any of it. At the first syntax error it stops, and none of the file runs.',
      wrong: { language: 'js', text: 'socket.on("message", (data) => {\n  socket.send(String(data);\n});' },
      right: { language: 'js', text: 'socket.on("message", (data) => {\n  socket.send(String(data));\n});' },
      source: "The runtime's own error message.",
    },
    seenAs: [
      line(
        /^ *(?:\S*Error: )?(?:SyntaxError|IndentationError|TabError): (?!.*\bJSON\b)/u,
        8,
        'The runtime cannot read the file; the lines before this one name the place.',
      ),
      line(
        /Cannot use import statement outside a module/u,
        9,
        'Node takes the file for CommonJS, where `import` is not allowed.',
      ),
    ],
  },
  'server/missing-module': {
    words: ({ facts, evidence }, { server }) => ({
      title: `The server imports ${inline(facts.name)}, which does not exist here`,
      expected: 'Every import can be loaded.',
      cause:
        facts.install === '' && isPython(evidence, server)
          ? `\`${inline(facts.name.split('.').slice(0, -1).join('.'))}\` exists, but has no module \`${inline(facts.name.split('.').at(-1) ?? '')}\`: the name is misspelt.`
          : facts.install === ''
            ? 'No file has that path. In ES modules the path includes the file extension.'
            : facts.install.includes('pip ')
              ? 'The package is not installed for the Python that runs the server, or its name is misspelt.'
              : `The package is not installed in this folder, or its name is misspelt.${ownProtocol(facts.name)}`,
      fix:
        facts.install === '' && isPython(evidence, server)
          ? `Correct the name in ${placeWords(evidence.where?.[0])}${nearestModule(facts.name)}.`
          : facts.install === ''
            ? `Correct the path in the import, with the extension: \`${relativePath(facts.name)}\`, if that file is there.`
            : `Run \`${inline(facts.install)}\` in the folder, or correct the name in the import.${isSystemPip(facts.install) ? ' If pip says `externally-managed-environment`, create a virtual environment first (`python3 -m venv .venv`) and install there.' : ''}`,
    }),
    explain: {
      title: 'An imported module is missing',
      meaning:
        'Before the server runs, everything that it imports is looked up: packages in node_modules or the virtual environment, files by their path.',
      wrong: { language: 'js', text: 'import { WebSocketServer } from "websocket-server";' },
      right: { language: 'js', text: 'import { WebSocketServer } from "ws";' },
      source: 'Node documentation, "Modules: ECMAScript modules"; Python documentation, "The import system".',
    },
    seenAs: [
      line(
        /Cannot find module '(?<file>\.[^']*|(?=[^'/\\]*[/\\])[^']*\.[cm]?js)' imported from|ERR_MODULE_NOT_FOUND/u,
        8,
        'An `import` names a module that is not there.',
      ),
      line(
        /Cannot find (?:package|module) '[^'./:\\][^'\\]*'|ModuleNotFoundError: No module named /u,
        6,
        'The import is in a file of the server, which then does not start.',
      ),
    ],
  },
  'server/missing-directory': {
    words: ({ facts }) => ({
      title: `The server needs the folder ${inline(facts.directory)}, which does not exist`,
      expected: 'A server that starts with the folders of this step.',
      cause: 'It looks for the folder when it starts, and exits if it does not find it.',
      fix: `Create it: \`mkdir ${inline(facts.directory)}\`. If it exists, start the server from the folder that contains it.`,
    }),
    explain: {
      title: 'A folder that the server needs is missing',
      meaning: "Starlette's StaticFiles refuses to start without its folder.",
      wrong: { language: 'sh', text: 'ls\nmain.py\nuvicorn main:app' },
      right: { language: 'sh', text: 'mkdir -p static templates\nuvicorn main:app' },
      source: 'Starlette source, staticfiles.py, `check_dir`.',
    },
    seenAs: [
      line(
        /Directory '(?<dir>[^']+)' does not exist/u,
        10,
        (found) => `\`StaticFiles\` checks at the start that the folder ${found['dir'] ?? ''} exists.`,
      ),
    ],
  },
  'server/missing-file': {
    words: ({ facts, evidence }) => ({
      title: `The server reads ${inline(facts.file)} when it starts, but the file does not exist`,
      expected: 'A server that starts with the files of this step.',
      cause:
        'The path is relative to the folder in which the server was started, or the file has another name. A file that is read at startup must exist at startup.',
      fix: `Correct the path in ${placeWords(evidence.where?.[0])}, or read the file when it is requested.`,
    }),
    explain: {
      title: 'A file that the server reads is missing',
      meaning:
        '`ENOENT` and `FileNotFoundError` mean that a path leads to nothing. A relative path starts at the folder of the terminal, not at the folder of the source file.',
      wrong: { language: 'js', text: '// the file is index.html\nconst page = readFileSync("templates/page.html");' },
      right: { language: 'js', text: 'const file = path.join(import.meta.dirname, "templates", "index.html");' },
      source: 'Node documentation, "File paths"; Python documentation, open().',
    },
    seenAs: [
      line(
        /ENOENT: no such file or directory, (?:open|stat) '(?<file>(?:[^'](?!package\.json))+)'|No such file or directory: '(?<path>[^']+)'/u,
        8,
        'The server reads a file that is not at this path; a relative path starts at the folder where the command was run.',
      ),
    ],
  },
};

/** The framework's own modules that a server imports by name. */
const MODULES: readonly string[] = [
  ...['responses', 'templating', 'staticfiles', 'websockets', 'requests', 'exceptions', 'middleware'],
  ...['applications', 'routing', 'concurrency'],
];

/** `: `fastapi.responses``, where the framework has a module with a similar name; else nothing. */
function nearestModule(name: string): string {
  const [top = '', module = ''] = name.split('.');
  if (top !== 'fastapi' && top !== 'starlette') return '';
  const near = closest(module, MODULES);
  return distance(module, near) <= 2 ? `: \`${top}.${near}\`` : '';
}

/** pip of an interpreter that, judging by its path, is in no virtual environment: a system may refuse it (PEP 668). */
function isSystemPip(install: string): boolean {
  return /^(?:\/usr\/|python|pip )/u.test(install);
}

/** A package that would not help either, once it is installed. */
function ownProtocol(name: string): string {
  return /^(?:socket\.io|engine\.io|sockjs|primus)(?:$|\/)/u.test(name)
    ? ` \`${inline(name)}\` speaks a protocol of its own, which neither htmx nor a plain WebSocket understands: use \`ws\`.`
    : '';
}

/** The path as an import has it, with the extension. @param name an absolute path, as Node names it, or what the import says */
function relativePath(name: string): string {
  const file = name.split(/[\\/]/u).at(-1) ?? '';
  return inline(`./${file}${/\.[cm]?js$/u.test(file) ? '' : '.js'}`);
}

/** A file in the folder with another usual name of a server for Node; undefined: none, or the command names its own file. */
function renamed({ expected, files, command }: FindingOf<'server/no-entry-file'>['facts']): string | undefined {
  // A file in Python was read before: none of them creates an application.
  if (command !== undefined || !expected.endsWith('.js')) return undefined;
  return files.find((file) => file !== expected && /^(?:main|server|app|index)\.(?:js|mjs|cjs)$/u.test(file));
}
