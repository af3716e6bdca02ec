import { closest, distance } from 'fastest-levenshtein';
import type { Evidence } from '../../model/finding.ts';
import type { CodesOf, Entries } from '../entry.ts';
import { endWords, failureWords, requestWords } from '../observed.ts';
import { inline } from '../visible.ts';
import { capital, MEND_OF_ADDRESS } from './address.ts';
import { placeWords } from './place-words.ts';
import { errorHint, errorWords, syntaxFix, syntaxHint } from './runtime-errors.ts';
import { inServerLanguage } from './server-language.ts';

const NODE_LISTENS = 'const port = Number(process.env.PORT ?? 8000);\nserver.listen(port, "127.0.0.1");';

const PORT_READ = {
  node: 'Read the port from the environment: `const port = Number(process.env.PORT ?? 8000)`.',
  python: 'read the port from the environment: `uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))`.',
} as const;

export const serverEntries: Entries<CodesOf<'server'>> = {
  'server/no-entry-file': {
    words: ({ facts }) => ({
      title: `There is no ${facts.expected}`,
      expected: `A file ${facts.expected} with the server in it.`,
      cause:
        facts.files.length === 0
          ? 'The folder is empty.'
          : `The folder has ${facts.files.slice(0, 8).join(', ')}, and none of these is ${facts.command === undefined ? 'a server to start' : 'the file that the command names'}.`,
      fix: `Write ${facts.expected}, or name your own start command with \`--run "${facts.expected.endsWith('.py') ? 'python your-file.py' : 'node your-file.js'}"\`.`,
    }),
    explain: {
      title: 'There is no file to start',
      meaning:
        'The tutor starts `main.js`, or the file that `main` or `scripts.start` in package.json names; in a folder of FastAPI `main.py`, or another file that makes the application.',
      wrong: { language: 'sh', text: 'ls\napp.js  package.json\nhtmx-realtime-tutor check' },
      right: { language: 'sh', text: 'htmx-realtime-tutor check --run "node app.js"' },
      source: 'The server’s contract in the README.',
    },
  },
  'server/syntax-error': {
    words: ({ facts, evidence }) => ({
      title: 'The server file does not parse',
      expected: 'A file that the runtime can read from the first line to the last.',
      cause: `${inline(facts.message, 200)}.${syntaxHint(facts.message)}`,
      fix: syntaxFix(facts.message, placeWords(evidence.where?.[0])),
    }),
    explain: {
      title: 'The server file does not parse',
      meaning:
        'The runtime reads the whole file before it runs any of it. At one sign that fits nowhere it stops, and nothing of the file runs.',
      wrong: { language: 'js', text: 'socket.on("message", (data) => {\n  socket.send(String(data);\n});' },
      right: { language: 'js', text: 'socket.on("message", (data) => {\n  socket.send(String(data));\n});' },
      source: 'The runtime’s own error message.',
    },
  },
  'server/missing-module': {
    words: ({ facts, evidence }) => ({
      title: `The server imports ${inline(facts.name)}, which is not there`,
      expected: 'Every import can be loaded.',
      cause:
        facts.install === '' && isPython(evidence)
          ? `\`${inline(facts.name.split('.').slice(0, -1).join('.'))}\` is there, and has no module \`${inline(facts.name.split('.').at(-1) ?? '')}\`: the name is misspelt.`
          : facts.install === ''
            ? 'No file has that path. In ES modules the ending belongs to the path.'
            : facts.install.includes('pip ')
              ? 'The package is not installed for the Python that runs the server, or its name is misspelt.'
              : 'The package is not installed in this folder, or its name is misspelt.',
      fix:
        facts.install === '' && isPython(evidence)
          ? `Correct the name in ${placeWords(evidence.where?.[0])}${nearestModule(facts.name)}.`
          : facts.install === ''
            ? 'Correct the path in the import, with its ending (`./messages.js`).'
            : `Run \`${inline(facts.install)}\` in the folder, or correct the name in the import.${isSystemPip(facts.install) ? ' Should pip say `externally-managed-environment`, make a virtual environment first (`python3 -m venv .venv`) and install there.' : ''}`,
    }),
    explain: {
      title: 'An imported module is not there',
      meaning:
        'Before the server runs, everything that it imports is looked up: packages in node_modules or the virtual environment, files by their path.',
      wrong: { language: 'js', text: 'import { WebSocketServer } from "websocket-server";' },
      right: { language: 'js', text: 'import { WebSocketServer } from "ws";' },
      source: 'Node documentation, "Modules: ECMAScript modules"; Python documentation, "The import system".',
    },
  },
  'server/missing-directory': {
    words: ({ facts }) => ({
      title: `The server needs the folder ${inline(facts.directory)}, which is not there`,
      expected: 'A server that starts with the folders that exist in this step.',
      cause: 'It looks the folder up when it starts, and ends when it does not find it.',
      fix: `Make it: \`mkdir ${inline(facts.directory)}\`. If it is there, start the server from the folder that holds it.`,
    }),
    explain: {
      title: 'A folder that the server needs is not there',
      meaning:
        'Starlette’s StaticFiles refuses to start without its folder. The printed chapter makes `static` only one step later.',
      wrong: { language: 'sh', text: 'ls\nmain.py\nuvicorn main:app' },
      right: { language: 'sh', text: 'mkdir -p static templates\nuvicorn main:app' },
      source: 'Starlette source, staticfiles.py, `check_dir`.',
    },
  },
  'server/missing-file': {
    words: ({ facts, evidence }) => ({
      title: `The server reads ${inline(facts.file)} when it starts, and it is not there`,
      expected: 'A server that starts with the files that exist in this step.',
      cause:
        'A path in code is looked up from the folder in which the server was started, or the file has another name. A file that is read at the start must be there at the start.',
      fix: `Correct the path in ${placeWords(evidence.where?.[0])}, or read the file when it is asked for.`,
    }),
    explain: {
      title: 'A file that the server reads is not there',
      meaning:
        '`ENOENT` and `FileNotFoundError` are the names for a path at which nothing is. A relative path begins at the folder of the terminal, not at the folder of the source file.',
      wrong: { language: 'js', text: 'const page = readFileSync("templates/page.html"); // the file is index.html' },
      right: { language: 'js', text: 'const file = path.join(import.meta.dirname, "templates", "index.html");' },
      source: 'Node documentation, "File paths"; Python documentation, open().',
    },
  },
  'server/port-in-use': {
    words: ({ facts, evidence }) => ({
      title: `Port ${facts.port} is taken`,
      expected: `A free port; the check gives one in \`PORT\`.`,
      cause:
        facts.holder === 'itself'
          ? `The port was free when the server was started, so it is the program itself that opens ${facts.port} a second time${isPython(evidence) ? '' : ': `app.listen` beside `server.listen`, or a `WebSocketServer` with a `port` of its own'}.`
          : evidence.where?.[0]?.line !== undefined
            ? `The port ${facts.port} is written into ${placeWords(evidence.where[0])}, and something listens on it already. While \`watch\` or \`run\` serves the folder, that is the tutor itself, with this very server.`
            : `Another program listens on ${facts.port} already, and two servers cannot share a port.`,
      fix:
        facts.holder === 'itself'
          ? isPython(evidence)
            ? 'Start the server once: keep one `uvicorn.run(…)`, below `if __name__ == "__main__":`.'
            : 'Listen once, and give the WebSocket server that very server: `const server = app.listen(port); new WebSocketServer({ server, path: "/ws" });`.'
          : evidence.where?.[0]?.line !== undefined
            ? inServerLanguage(evidence, PORT_READ)
            : 'Read the port from the environment variable `PORT` instead of writing it into the code. If it is an earlier server of yours, end that one in its terminal with Ctrl-C.',
    }),
    explain: {
      title: 'The port is taken',
      meaning:
        'A port belongs to one listening program. `EADDRINUSE` is the system’s name for a second one that asks for it.',
      wrong: { language: 'js', text: 'server.listen(8000);' },
      right: { language: 'js', text: NODE_LISTENS },
      source: 'POSIX, bind(): EADDRINUSE.',
    },
  },
  'server/exited': {
    words: ({ facts, evidence }) => ({
      title: `The server ended before it listened (${inline(endWords(facts.exit))})`,
      expected: 'A server that starts, listens and goes on running.',
      cause:
        facts.error === ''
          ? asksForInput(evidence)
            ? 'The file asks for a line of text with `input()` while it is read, and nobody types into a server: what would be typed is at its end at once.'
            : `It ended without an error message. A program ends when nothing is left to do${isPython(evidence) ? '' : ': without `listen` it has nothing to wait for'}.`
          : `It was ended by ${errorWords(facts.error)}.${errorHint(facts.error)}`,
      fix:
        facts.error === ''
          ? asksForInput(evidence)
            ? 'Take the call of `input()` out of the file, and write the value in its place.'
            : isPython(evidence)
              ? 'Let uvicorn run the application, and see that nothing calls `sys.exit` or `exit`.'
              : 'Check that the file calls `server.listen(port)` on the last lines, and that nothing calls `process.exit`.'
          : `Mend ${placeWords(evidence.where?.[0])}; what the server said names the line.`,
    }),
    explain: {
      title: 'The server ended before it listened',
      meaning: 'The process was started and was gone before a client could connect.',
      wrong: { language: 'js', text: 'const server = http.createServer(handle);\n// the file ends here' },
      right: { language: 'js', text: `const server = http.createServer(handle);\n${NODE_LISTENS}` },
      source: 'The exit code and the output of the process.',
    },
  },
  'server/never-listens': {
    words: ({ facts, evidence }) => ({
      title: `The server runs, but no port was opened in ${Math.round((evidence.waitedMs ?? 0) / 1000)} seconds`,
      expected: `A server that listens on port ${facts.port}, which \`PORT\` names.`,
      cause: isPython(evidence)
        ? 'It is alive and does something else: a loop or a `time.sleep` at the left margin of the file, or in the startup of the application, is never over.'
        : 'It is alive and waits for something else: a `listen` that is never reached, an `await` before it, or an endless loop.',
      fix: isPython(evidence)
        ? 'Let the file only define functions and make `app`; what takes time belongs into a function that is called later.'
        : 'Put a line of output before and after `listen` to see how far it comes.',
    }),
    explain: {
      title: 'The server never listens',
      meaning: 'The process lives, but no client can reach it because it has opened no port.',
      wrong: { language: 'js', text: 'await new Promise(() => {});\nserver.listen(port);' },
      right: { language: 'js', text: NODE_LISTENS },
      source: 'The ports that the process holds, as the system lists them.',
    },
  },
  'server/ignores-port': {
    words: ({ facts, evidence }) => ({
      title: `The server listens on ${facts.listens}, not on PORT (${facts.asked})`,
      expected: 'The port from the environment variable `PORT`, and 8000 when it is not set.',
      cause: 'The port number is written into the code.',
      fix: `${inServerLanguage(evidence, PORT_READ)} The checks of what it does are left out until then.`,
    }),
    explain: {
      title: 'The server ignores PORT',
      meaning:
        'Whoever starts a server says on which port, by the environment variable PORT: a check uses a free one, so that your own running server is not disturbed.',
      wrong: { language: 'js', text: 'server.listen(3000);' },
      right: { language: 'js', text: NODE_LISTENS },
      source: 'The server’s contract in the README.',
    },
  },
  'server/crashed-during-check': {
    words: ({ facts, evidence }) => ({
      title: `The server crashed during the check (${inline(endWords(facts.exit))})`,
      expected: 'A server that goes on, whatever a client sends.',
      cause: `${facts.error === '' ? 'It ended' : `It was ended by ${errorWords(facts.error)}`} while this was looked at: "${inline(facts.during)}". ${isPython(evidence) ? 'An error in one request does not end uvicorn; `sys.exit`, `os._exit` or too little memory do.' : 'An error that is thrown in an event handler and not caught ends the whole process.'}`,
      fix: `Mend ${placeWords(evidence.where?.[0])}, and catch what can fail there (JSON that does not parse, a client that is gone).`,
    }),
    explain: {
      title: 'The server crashed during the check',
      meaning:
        'It had started well and ended later, when a client did something that it does not handle. For all other clients the site is gone too.',
      wrong: {
        language: 'js',
        text: 'socket.on("message", (data) => {\n  const { message } = JSON.parse(data); // throws for "hello"\n});',
      },
      right: {
        language: 'js',
        text: 'socket.on("message", (data) => {\n  let message;\n  try {\n    ({ message } = JSON.parse(data));\n  } catch {\n    return; // not from htmx\n  }\n});',
      },
      source: 'Node documentation, process event "uncaughtException".',
    },
  },
  'server/stopped-answering': {
    words: ({ facts, evidence }) => ({
      title: `The server does not answer ${inline(requestWords(facts.request))}`,
      expected: 'An answer, be it an error.',
      cause: `It accepts the connection and then says nothing${evidence.waitedMs === undefined ? '' : ` (waited ${evidence.waitedMs} ms)`}. ${inServerLanguage(evidence, { node: 'Usually the handler never calls `response.end()`, or the process is busy in a loop.', python: 'usually a call that blocks keeps the process busy: `time.sleep`, `input()`, or a loop in which nothing is awaited.' })}`,
      fix: inServerLanguage(evidence, {
        node: 'Make every path through the request handler end the response.',
        python: 'wait with `await asyncio.sleep(…)`, and put an `await` into every loop.',
      }),
    }),
    explain: {
      title: 'The server stopped answering',
      meaning:
        'A request handler that returns without ending the response leaves the browser waiting until it gives up.',
      wrong: {
        language: 'js',
        text: 'function handle(request, response) {\n  if (request.url === "/") page(response);\n  // any other URL: no answer\n}',
      },
      right: {
        language: 'js',
        text: 'function handle(request, response) {\n  if (request.url === "/") return page(response);\n  response.writeHead(404).end("Not found");\n}',
      },
      source: 'RFC 9110: every request is answered by a response.',
    },
  },
  'server/unreachable': {
    words: ({ facts, evidence }) => ({
      title: `${inline(facts.url)} cannot be reached`,
      expected: 'A server that answers at the URL given with `--url`.',
      cause: `${capital(inline(failureWords(facts.failure, evidence), 200))}.`,
      fix: MEND_OF_ADDRESS[facts.failure.reason],
    }),
    explain: {
      title: 'The server cannot be reached',
      meaning: 'With `--url` the tutor starts nothing; it only connects to what is there.',
      wrong: { language: 'sh', text: 'htmx-realtime-tutor check --url http://localhost:8080' },
      right: {
        language: 'sh',
        text: 'PORT=8080 node main.js &\nhtmx-realtime-tutor check --url http://localhost:8080',
      },
      source: 'The answer of the system to the connection.',
    },
  },
};

/** The modules that the chapter's servers are made of. */
const MODULES: readonly string[] = [
  ...['responses', 'templating', 'staticfiles', 'websockets', 'requests', 'exceptions', 'middleware'],
  ...['applications', 'routing', 'concurrency'],
];

/** `: `fastapi.responses``, where one of the framework's own is near; else nothing. */
function nearestModule(name: string): string {
  const [top = '', module = ''] = name.split('.');
  if (top !== 'fastapi' && top !== 'starlette') return '';
  const near = closest(module, MODULES);
  return distance(module, near) <= 2 ? `: \`${top}.${near}\`` : '';
}

/** pip of an interpreter that is in no virtual environment as far as its path tells: a system may refuse it (PEP 668). */
function isSystemPip(install: string): boolean {
  return /^(?:\/usr\/|python|pip )/u.test(install);
}

/** uvicorn's command line (click) turns the end of the input, an EOFError, into this word. */
function asksForInput(evidence: Evidence): boolean {
  return isPython(evidence) && evidence.output?.some((line) => line.trim() === 'Aborted!') === true;
}

function isPython(evidence: Evidence): boolean {
  const action = evidence.did?.kind === 'run' ? evidence.did.command : '';
  return (
    evidence.server === 'fastapi' ||
    /\buvicorn\b|\bpython/u.test(action) ||
    evidence.where?.[0]?.file.endsWith('.py') === true
  );
}
