import type { FindingOf } from '../../model/finding.ts';
import type { CodesOf, Entries, Words } from '../entry.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';
import { errorWords } from './runtime-errors.ts';
import { line } from './seen.ts';

const VENV = 'python3 -m venv .venv\n.venv/bin/python -m pip install -r requirements.txt';

export const pythonEntries: Entries<CodesOf<'python'>> = {
  'python/not-found': {
    words: ({ facts }) => ({
      title: facts.named === undefined ? 'Python was not found' : `${inline(facts.named, 200)} is not Python`,
      expected: `Python ${facts.needed}.`,
      cause:
        facts.named === undefined
          ? `None of these could be started: ${facts.tried.map((name) => inline(name)).join(', ')}.`
          : `\`--python\` names it, so no other was tried; it does not start, or does not behave like Python.`,
      fix:
        facts.named === undefined
          ? `Install it (\`${inline(facts.install, 200)}\`), open a new terminal and check again.`
          : 'Give the path of an interpreter, such as `--python /usr/bin/python3`, or omit the option, and the tutor searches for one.',
    }),
    explain: {
      title: 'Python was not found',
      meaning:
        'The server is written in Python, and no interpreter answers: none in an active virtual environment, none in the folder, and none that the terminal finds.',
      wrong: { language: 'sh', text: 'python3 --version\npython3: command not found' },
      right: { language: 'sh', text: 'python3 --version\nPython 3.13.0' },
      source: 'The answers of the interpreters that were tried, in the order of the README.',
    },
    seenAs: [
      line(
        /python3?: (?:command )?not found|command not found: python|Python was not found|spawn python3? ENOENT|'python3?' is not recognized/u,
        9,
        'The terminal finds no program of the name `python` or `python3`.',
      ),
    ],
  },
  'python/too-old': {
    words: ({ facts }) => ({
      title: `Python ${facts.found} is too old`,
      expected: `Python ${facts.needed}.`,
      cause: `\`${inline(facts.python)}\` is the newest that was found, and the server uses features that it does not have.`,
      fix: `Install a newer one (\`${inline(facts.install, 200)}\`), open a new terminal, and create the virtual environment again with it.`,
    }),
    explain: {
      title: 'Python is too old',
      meaning:
        'FastAPI and the server are written for newer versions. In an old version they fail with errors that say nothing about the version.',
      wrong: { language: 'sh', text: 'python3 --version\nPython 3.7.16' },
      right: { language: 'sh', text: 'python3.12 -m venv .venv\n.venv/bin/python --version\nPython 3.12.1' },
      source: 'PEP 585: generic aliases such as `collections.abc.AsyncIterator[str]` exist since Python 3.9.',
    },
    seenAs: [
      line(
        /requires a different Python|Requires-Python|'type' object is not subscriptable|unsupported operand type\(s\) for \|: '\w+' and '\w+'/u,
        8,
        'A package or the syntax of the file needs a newer Python.',
      ),
    ],
  },
  'python/requirements-missing': {
    words: ({ facts }) => ({
      title: `${facts.file} is missing`,
      expected: `A ${facts.file} in the folder that lists what the server imports.`,
      cause:
        'Nothing in the folder says which packages the server needs, so nobody can install them, not even you on another machine.',
      fix: `Write ${facts.file} with the packages that the server imports, one a line: \`fastapi\`, \`uvicorn\`, \`jinja2\`, \`websockets\`.`,
    }),
    explain: {
      title: 'The list of requirements is missing',
      meaning:
        'requirements.txt lists the packages that pip installs, one per line. With it the folder works on any machine.',
      wrong: { language: 'sh', text: 'ls\nmain.py' },
      right: { language: 'sh', text: 'ls\nmain.py  requirements.txt' },
      source: 'pip documentation, "Requirements File Format".',
    },
    seenAs: [
      line(
        /could not open requirements file/iu,
        9,
        'pip was told to read a list of requirements that is not in this folder.',
      ),
    ],
  },
  'python/requirement-unreadable': {
    words: ({ facts }) => ({
      title: `pip cannot read a line of ${facts.file}`,
      expected: 'One package per line: its name, and a version where it matters.',
      cause: `${inline(facts.text, 120)} is not a requirement.`,
      fix: 'Write only the name, without a command before it: `fastapi>=0.92`.',
    }),
    explain: {
      title: 'A requirement cannot be read',
      meaning:
        'Each line of requirements.txt is a name with an optional version. Commands, sentences and commas are not understood.',
      wrong: { language: 'text', text: 'pip install fastapi uvicorn' },
      right: { language: 'text', text: 'fastapi\nuvicorn' },
      source: 'PEP 508, the grammar of requirements.',
    },
    seenAs: [line(/invalid requirement/iu, 9, 'pip cannot read a line of the list of requirements.')],
  },
  'python/requirement-not-listed': {
    words: ({ facts }) => ({
      title: `${facts.file} does not name ${facts.name}`,
      expected: 'Every package that the server needs is in the list.',
      cause: WHY[facts.name] ?? 'The server imports it.',
      fix:
        facts.file === 'requirements.txt'
          ? `Add a line \`${facts.name}\` to ${facts.file}.`
          : `Add \`"${facts.name}"\` to the dependencies in ${facts.file}.`,
    }),
    explain: {
      title: 'A requirement is not listed',
      meaning:
        'The server needs FastAPI, uvicorn to run it, a WebSocket library for uvicorn, and Jinja2 for the page. `fastapi[standard]` and `fastapi[all]` include the other three.',
      wrong: { language: 'text', text: 'fastapi\nuvicorn' },
      right: { language: 'text', text: 'fastapi\nuvicorn\njinja2\nwebsockets' },
      source: 'uvicorn documentation: WebSockets need `websockets` or `wsproto`.',
    },
  },
  'python/package-missing': {
    words: ({ facts }) => ({
      title: `Python cannot import ${inline(facts.name)}`,
      expected: `\`import ${inline(facts.name.replaceAll('-', '_'))}\` works with \`${inline(facts.python)}\`.`,
      cause:
        /^(?:ModuleNotFoundError|PackageNotFoundError)\b/u.test(facts.error) || facts.error === ''
          ? 'It is not installed for this interpreter; each virtual environment has its own packages.'
          : `It is installed but fails: ${inline(facts.error, 200)}.`,
      fix:
        facts.install === ''
          ? `Create a virtual environment and install into it: \`${inline(facts.python)} -m venv .venv\`, then \`.venv/bin/python -m pip install -r requirements.txt\`.`
          : `Run \`${inline(facts.install, 200)}\` in the folder.`,
    }),
    explain: {
      title: 'A package cannot be imported',
      meaning:
        'A name in requirements.txt is only a request; the package itself must be installed for the interpreter that runs the server.',
      wrong: { language: 'sh', text: 'python3 -c "import fastapi"\nModuleNotFoundError: No module named \'fastapi\'' },
      right: { language: 'sh', text: VENV },
      source: 'Python Packaging User Guide, "Install packages in a virtual environment".',
    },
    seenAs: [
      line(
        /ModuleNotFoundError: No module named '(?<name>[\w.-]+)'/u,
        9,
        (found) =>
          `The Python that ran has no package ${found['name'] ?? ''}; another interpreter or virtual environment may have it.`,
      ),
      line(
        /AssertionError: jinja2 must be installed|requires "?python-multipart|(?:must|needs to) be installed to use/u,
        8,
        'A package asks for another one that is not installed.',
      ),
    ],
  },
  'python/name-shadows': {
    words: ({ facts }) => ({
      title: `${facts.file} hides the package ${facts.name}`,
      expected: `\`import ${facts.name}\` finds the package.`,
      cause: `Python looks in your folder first, so \`import ${facts.name}\` loads your own file.`,
      fix: `Give ${facts.file} another name, such as main.py.`,
    }),
    explain: {
      title: 'A file hides a package',
      meaning: "Python looks in the program's own folder first. A file with the name of a package hides the package.",
      wrong: { language: 'sh', text: 'ls\nfastapi.py  requirements.txt' },
      right: { language: 'sh', text: 'ls\nmain.py  requirements.txt' },
      source: 'Python documentation, "The Module Search Path".',
    },
    seenAs: [
      line(
        /cannot import name '[^']+' from (?:partially initialized )?(?:module )?'(?<name>\w+)'.*(?:circular import|consider renaming)|partially initialized module '(?<module>\w+)' has no attribute|consider renaming '/u,
        9,
        'Python found a file of your own under the name of the package, and that file does not contain what is imported.',
      ),
    ],
  },
  'python/not-awaited': {
    words: ({ facts, evidence }) => ({
      title: `\`${callWords(facts.call)}\` is called without \`await\``,
      expected: '`await` before each call of an `async` function.',
      cause: `Python warns: coroutine '${inline(facts.call, 60)}' was never awaited. Without \`await\` such a call does nothing and returns no result, and a loop that awaits nothing blocks the server.`,
      fix: `Write \`await\` before the call in ${placeWords(evidence.where?.[0])}; the function around it must begin with \`async def\`.`,
    }),
    explain: {
      title: 'A call is not awaited',
      meaning:
        'Calling an `async` function only creates a coroutine: work that has not started. `await` runs it and returns its result. Without `await` nothing is sent, received or waited for, and Python prints "coroutine … was never awaited" with file and line.',
      wrong: {
        language: 'py',
        text: 'text = await websocket.receive_text()\nwebsocket.send_text(text)',
      },
      right: {
        language: 'py',
        text: 'text = await websocket.receive_text()\nawait websocket.send_text(text)',
      },
      source: 'Python documentation, "Coroutines and Tasks".',
    },
    seenAs: [
      line(
        /coroutine '(?<call>[^']+)' was never awaited/u,
        10,
        (found) => `Python says that ${found['call'] ?? 'a call'} was called without \`await\`.`,
      ),
      line(
        /'coroutine' object (?:is not|has no)|object coroutine can't be used|Object of type coroutine is not/u,
        8,
        'A call returned a coroutine where its result was needed: an `await` is missing.',
      ),
    ],
  },
  'python/template-call': {
    words: ({ facts, evidence }) => ({
      title: 'The installed Starlette expects other arguments for `TemplateResponse`',
      expected: 'Status 200 and the page.',
      cause: `${errorWords(facts.error)}. ${facts.wants === 'name-first' ? 'This is an older Starlette: the name comes first, and the request goes into the dictionary.' : 'This is a newer Starlette, which takes the request first.'}`,
      fix: `In ${placeWords(evidence.where?.[0])} write \`return templates.TemplateResponse(${facts.wants === 'name-first' ? '"index.html", {"request": request}' : 'request, "index.html"'})\`. This works with all versions: \`return HTMLResponse(templates.get_template("index.html").render())\`.`,
    }),
    explain: {
      title: 'Other arguments for TemplateResponse',
      meaning:
        'Until Starlette 0.28 the name of the template came first, and the request was an entry of the dictionary; since 0.29 the request may come first, and since 1.0 it must. The installed version decides. A template without variables needs neither: get it and render it.',
      wrong: { language: 'py', text: 'return templates.TemplateResponse("index.html", {"request": request})' },
      right: { language: 'py', text: 'return HTMLResponse(templates.get_template("index.html").render())' },
      source: 'Starlette release notes, 0.29.0 and 1.0.0; Starlette source, templating.py.',
    },
    seenAs: [
      line(
        /unhashable type: 'dict'|TemplateResponse\(\) (?:missing|got)|context must include a "request" key|`name` is not the first parameter/iu,
        8,
        'Versions of Starlette take the arguments of `TemplateResponse` in different orders.',
      ),
    ],
  },
  'python/no-app': {
    words: ({ facts }) => ({
      title:
        facts.missing === 'name'
          ? 'uvicorn needs the name of the application, not the application itself'
          : `uvicorn does not find ${inline(facts.target)}`,
      expected: 'A file main.py with `app = FastAPI()` at the left margin.',
      ...noAppWords(facts),
    }),
    explain: {
      title: 'uvicorn does not find the application',
      meaning:
        '`uvicorn main:app` imports the file main.py and uses its variable app. Code below `if __name__ == "__main__":` does not run then.',
      wrong: {
        language: 'python',
        text: 'from fastapi import FastAPI\n\nif __name__ == "__main__":\n    app = FastAPI()',
      },
      right: { language: 'python', text: 'from fastapi import FastAPI\n\napp = FastAPI()' },
      source: 'uvicorn documentation, "Usage"; uvicorn/importer.py.',
    },
    seenAs: [
      line(
        /Error loading ASGI app|Attribute "(?<name>\w+)" not found in module|Import string "[^"]+" must be in format/iu,
        10,
        'uvicorn did not find the file or the variable that its command names.',
      ),
      line(
        /You must pass the application as an import string/iu,
        10,
        'With `reload` or `workers` uvicorn needs the name of the application, `"main:app"`, not the object.',
      ),
    ],
  },
};

/** `main:app` is the file before the colon, without its ending, and the variable after it. */
function noAppWords({
  target,
  missing,
  files = [],
}: FindingOf<'python/no-app'>['facts']): Pick<Words, 'cause' | 'fix'> {
  const [module = 'main', variable = 'app'] = target.split(':');
  const other = files.length === 1 && files[0] !== module ? (files[0] ?? '') : '';
  switch (missing) {
    case 'module':
      return {
        cause: `That file does not exist: \`${inline(target)}\` means the file before the colon and the variable after it.`,
        fix:
          other === ''
            ? `Write \`${inline(variable)} = FastAPI()\` in ${inline(module)}.py, outside every function and outside \`if __name__ == "__main__":\`; or name the file that has it.`
            : `Name the file that is there: \`"${inline(other)}:${inline(variable)}"\`.`,
      };
    case 'variable':
      return {
        cause: `The file exists and was loaded, but it has no variable \`${inline(variable)}\`.`,
        fix: `Write \`${inline(variable)} = FastAPI()\` in ${inline(module)}.py, outside every function and outside \`if __name__ == "__main__":\`; or name the variable that it has after the colon.`,
      };
    case 'colon':
      return {
        cause: `\`${inline(target)}\` is not of the form \`file:variable\`: the name of the file without \`.py\`, a colon, and the variable with the application.`,
        fix: `Write \`${inline(other === '' ? module.replace(/\.py$/u, '') : other)}:app\`.`,
      };
    case 'name':
      return {
        cause: 'With `reload` or `workers` uvicorn starts other processes, which import the application by its name.',
        fix: 'Write `uvicorn.run("main:app", …)`, with the name of the file before the colon; or remove `reload=True` and `workers=…`.',
      };
  }
}

/** `WebSocket.send_text` as it is called: the object has the learner's own name, which the warning does not show. */
function callWords(call: string): string {
  const name = call.split('.').at(-1) ?? call;
  return `${name === 'sleep' ? 'asyncio.sleep' : inline(name, 60)}(…)`;
}

/** What each package is for. */
const WHY: Readonly<Record<string, string>> = {
  fastapi: 'FastAPI is the framework that the server is written with.',
  uvicorn: 'uvicorn is the program that listens and runs the server; FastAPI itself does not.',
  jinja2: 'Jinja2 renders the page in templates/; FastAPI does not include it.',
  websockets: 'uvicorn itself speaks only HTTP. For WebSockets it needs the package `websockets` (or `wsproto`).',
};
