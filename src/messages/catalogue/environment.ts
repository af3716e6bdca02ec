import { closest, distance } from 'fastest-levenshtein';
import type { ManifestProblem } from '../../model/facts/environment.ts';
import type { CodesOf, Entries } from '../entry.ts';
import { inline } from '../visible.ts';
import { line } from './seen.ts';

export const environmentEntries: Entries<CodesOf<'env'>> = {
  'env/old-runtime': {
    words: ({ facts }) => ({
      title: `${facts.runtime} ${facts.found} is too old`,
      expected: `${facts.runtime} ${facts.needed}.`,
      cause: `The server uses features that ${facts.runtime} ${facts.found} does not have.`,
      fix: `Install ${facts.runtime} ${facts.needed}, open a new terminal and check again.`,
    }),
    explain: {
      title: 'The runtime is too old',
      meaning:
        'The server is written for a newer version of its runtime, and parts of it would fail with errors that say nothing about the version.',
      wrong: { language: 'sh', text: 'node --version\nv16.20.2' },
      right: { language: 'sh', text: 'node --version\nv20.19.0' },
      source: "The `engines` field of the step's package.json.",
    },
    seenAs: [
      line(
        /EBADENGINE|Unsupported engine|The engine "node" is incompatible/iu,
        9,
        'npm compares the version of Node with what a package requires, and it is too old.',
      ),
      line(
        /Promise\.withResolvers is not a function|\bFile is not defined|Unexpected token '(?:\?\?=|\|\|=)'|markAsUncloneable is not a function/u,
        9,
        'Newer versions of Node have this; an old one stops at it.',
      ),
    ],
  },
  'env/program-missing': {
    words: ({ facts }) => ({
      title: `The program ${inline(facts.name, 80)} was not found`,
      expected: 'A command that begins with a program on this machine.',
      cause: `No folder in \`PATH\` contains a program ${inline(facts.name, 80)}: it is not installed, its name is misspelt, or the terminal was opened before it was installed.`,
      fix: 'Install it, or give its full path in the command: `htmx-realtime-tutor start --run "/path/to/program …"`.',
    }),
    explain: {
      title: 'The program of the command was not found',
      meaning:
        "The system's shell runs your command in your folder. Its first word must be a program that the shell finds in `PATH`, or the full path of one.",
      wrong: { language: 'sh', text: 'htmx-realtime-tutor start --run "pearl server.pl daemon"' },
      right: { language: 'sh', text: 'htmx-realtime-tutor start --run "perl server.pl daemon"' },
      source: 'How the shell finds a program (POSIX, Shell Command Language, section 2.9.1).',
    },
    seenAs: [
      line(
        /(?:^|: )(?<program>[\w.-]+): (?:command )?not found$|command not found: (?<name>\S+)$|'(?<word>[^']+)' is not recognized as |spawn (?<spawned>\S+) ENOENT/u,
        8,
        (found) => `The terminal does not find the program ${Object.values(found).find((name) => name !== '') ?? ''}.`,
      ),
    ],
  },
  'env/no-folder': {
    words: ({ facts }) => ({
      title: 'The folder does not exist',
      expected: `A folder at ${facts.folder}.`,
      cause: 'Nothing has been written there yet, or the path is misspelt.',
      fix: 'Run `htmx-realtime-tutor start` to make one, or name the right folder with `--dir`.',
    }),
    explain: {
      title: 'The folder does not exist',
      meaning: 'The check was given a folder that does not exist.',
      wrong: { language: 'sh', text: 'htmx-realtime-tutor check --dir ./htmx-demo' },
      right: { language: 'sh', text: 'htmx-realtime-tutor check --dir ./htmx-realtime-demo' },
      source: 'The working folder that `start` creates.',
    },
    seenAs: [
      line(
        /\bcd: (?:no such file or directory|.*: no such file or directory)|cannot find the path specified|can't cd to/iu,
        7,
        'The shell did not find the folder of this name.',
      ),
    ],
  },
  'env/manifest-missing': {
    words: ({ facts }) => ({
      title: `${facts.file} is missing`,
      expected: `A ${facts.file} in the folder that lists what the server needs.`,
      cause:
        'Without it, the packages that the server imports cannot be installed, and Node does not know that the files are ES modules.',
      fix: `Write ${facts.file} with \`{ "type": "module", ${DEPENDENCIES} }\` in it.`,
    }),
    explain: {
      title: 'The manifest is missing',
      meaning:
        'The manifest is the file that lists what a server needs. Another person, or you on another machine, installs from it.',
      wrong: { language: 'sh', text: 'ls\nmain.js' },
      right: { language: 'sh', text: 'ls\nmain.js  package.json' },
      source: 'npm documentation, package.json.',
    },
    seenAs: [
      line(
        /ENOENT.*package\.json|could not read package\.json/iu,
        9,
        'npm looks for package.json in the current folder and does not find it.',
      ),
    ],
  },
  'env/manifest-invalid': {
    words: ({ facts }) => ({
      title: `${facts.file} cannot be read`,
      expected: 'A JSON object with a `dependencies` field.',
      ...manifestWords(facts.problem),
    }),
    explain: {
      title: 'The manifest cannot be read',
      meaning: 'JSON allows no comments, no comma after the last entry, and double quotes only.',
      wrong: { language: 'json', text: '{ "dependencies": { "ws": "^8.0.0", } }' },
      right: { language: 'json', text: '{ "dependencies": { "ws": "^8.0.0" } }' },
      source: 'RFC 8259 (JSON).',
    },
    seenAs: [
      line(
        /EJSONPARSE|invalid package config|package\.json.*(?:not valid JSON|unexpected (?:token|end|string))/iu,
        9,
        'package.json is there, but it is not valid JSON.',
      ),
    ],
  },
  'env/dependency-not-listed': {
    words: ({ facts }) => ({
      title: `${facts.file} lists no dependency`,
      expected: `A WebSocket library under \`dependencies\`; the lesson uses \`${facts.name}\`.`,
      cause: 'Node has a WebSocket client but no WebSocket server of its own, so the server needs a package for it.',
      fix: `Add \`"dependencies": { "${facts.name}": "${facts.spec}" }\` to ${facts.file}.`,
    }),
    explain: {
      title: 'The manifest lists no dependency',
      meaning: 'The manifest must name everything that the server imports, or it works on one machine only.',
      wrong: { language: 'json', text: '{ "name": "htmx-realtime-demo", "type": "module" }' },
      right: {
        language: 'json',
        text: '{\n  "name": "htmx-realtime-demo",\n  "type": "module",\n  "dependencies": { "ws": "^8.18.0" }\n}',
      },
      source: 'npm documentation, package.json, "dependencies".',
    },
    seenAs: [line(/\bextraneous\b/u, 8, 'npm finds a package in node_modules that package.json does not list.')],
  },
  'env/other-version': {
    words: ({ facts }) => ({
      title: `${facts.file} asks for ${inline(facts.name)} ${inline(facts.spec)}, and ${facts.installed} is installed`,
      expected: `The installed version of \`${inline(facts.name)}\` is one that ${facts.file} asks for.`,
      cause:
        'The checks use what is installed. The next `npm install` follows the manifest: it installs the other version, or stops with `ETARGET` where no such version exists.',
      fix: `Write \`"${inline(facts.name)}": "^${facts.installed}"\` in ${facts.file} for the version that is installed, or run \`npm install\` if you want the other one.`,
    }),
    explain: {
      title: 'The manifest asks for another version than the installed one',
      meaning:
        'The manifest says which versions of a package fit, as `^8.18.0` does for all of 8 from 8.18.0 on. If the installed version is none of them, another machine gets another version, or none at all: a mistyped version such as `^18.8.0` may not exist.',
      wrong: { language: 'json', text: '{ "dependencies": { "ws": "^18.8.0" } }' },
      right: { language: 'json', text: '{ "dependencies": { "ws": "^8.18.0" } }' },
      source: 'npm documentation, package.json, "dependencies", and npm ls.',
    },
    seenAs: [
      line(
        /ETARGET|No matching version found for (?<spec>\S+?)\.?$/iu,
        9,
        (found) => `npm found no version ${found['spec'] ?? 'of that package'} in the registry.`,
      ),
      line(
        /npm (?:ERR!|error) invalid: |\binvalid: "[^"]*" from the root project/u,
        9,
        'npm lists a package whose installed version is none that package.json asks for.',
      ),
    ],
  },
  'env/dependency-missing': {
    words: ({ facts }) => ({
      title: `The dependency ${inline(facts.name)} cannot be loaded`,
      expected: `\`import '${inline(facts.name)}'\` works in the folder.`,
      cause: 'The manifest names it, but it is not in node_modules, or not all of it is.',
      fix: `${misspelt(facts.name)} \`${facts.install}\` in the folder, or \`htmx-realtime-tutor assets\`, which copies \`ws\` and needs no network.`,
    }),
    explain: {
      title: 'A dependency cannot be loaded',
      meaning: 'A name in the manifest is only a request; the package itself must be in node_modules.',
      wrong: { language: 'sh', text: "node -e \"require('ws')\"\nError: Cannot find module 'ws'" },
      right: { language: 'sh', text: 'npm install\nnode -e "require(\'ws\')"' },
      source: 'Node documentation, "Modules: Packages".',
    },
    seenAs: [
      line(
        /Cannot find (?:package|module) '(?<name>[^'./:\\][^'\\]*)'/u,
        9,
        (found) =>
          `Node looked for the package ${found['name'] ?? ''} in node_modules and did not find it; \`npm install\` puts it there.`,
      ),
      line(
        /npm (?:ERR!|error) missing: |UNMET DEPENDENCY/u,
        8,
        'npm lists a package that package.json asks for and node_modules does not have.',
      ),
    ],
  },
};

const DEPENDENCIES = '"dependencies": { "ws": "^8" }';

function manifestWords(problem: ManifestProblem): { readonly cause: string; readonly fix: string } {
  switch (problem.kind) {
    case 'syntax':
      return {
        cause: `It does not parse: ${inline(problem.error, 200)}.`,
        fix: /Unexpected end of JSON/u.test(problem.error)
          ? `If the file is empty, write \`{ "type": "module", ${DEPENDENCIES} }\` into it; else a brace at its end is missing.`
          : 'Fix the place that the message names. A comma after the last entry and a missing quote are the usual causes.',
      };
    case 'not-an-object':
      return {
        cause: 'It parses, but it is not a JSON object.',
        fix: `Put everything into one pair of braces: \`{ ${DEPENDENCIES} }\`.`,
      };
    case 'not-names-and-versions':
      return {
        cause: `Its field \`${problem.field}\` is not an object of names and versions.`,
        fix: `Write each package with its version: \`"${problem.field}": { "ws": "^8" }\`.`,
      };
  }
}

/** Packages that learners name in a manifest. */
const PACKAGES = ['ws', 'express', 'fastify', 'koa', 'hono', 'polka'];

/** An installation of a misspelt name may bring a stranger's package. */
function misspelt(name: string): string {
  const near = closest(name, PACKAGES);
  return distance(name, near) === 1
    ? `Write \`${near}\` in package.json if you mean that package. Otherwise run`
    : 'Run';
}
