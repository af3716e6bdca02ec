import type { Evidence, FindingOf } from '../../model/finding.ts';
import type { ProcessEnd } from '../../model/observed.ts';
import type { CodesOf, Entries, Words, WordsContext } from '../entry.ts';
import { endWords, failureWords, requestWords } from '../observed.ts';
import { inline } from '../visible.ts';
import { capital, FIX_BY_FAILURE } from './address.ts';
import { endlessAnswerEntries } from './limits.ts';
import { placeWords } from './place-words.ts';
import { endingWords, errorHint, importFix } from './runtime-errors.ts';
import { serverFileEntries } from './server-files.ts';
import { sleepWords } from './sleep-words.ts';
import { isPython } from './server-python.ts';
import { OTHER_COMMAND, printsUsage, usageWords } from './usage.ts';
import { typoFix } from './typo.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { closedWith, REFUSED, line } from './seen.ts';

const NODE_LISTENS = 'const port = Number(process.env.PORT ?? 8000);\nserver.listen(port, "127.0.0.1");';

/** What to write in place of the number in the call that listens: a line that only reads the variable changes nothing. */
function portRead(evidence: Evidence): { readonly node: string; readonly python: string } {
  const place = evidence.where?.[0];
  const [at, then] = place === undefined ? ['Where the server begins to listen', ','] : [`In ${placeWords(place)}`, ''];
  return {
    node: `${at}${then} write \`Number(process.env.PORT ?? 8000)\` instead of the port's number.`,
    python: `${at.replace(/^[IW]/u, (letter) => letter.toLowerCase())}${then} write \`int(os.environ.get("PORT", "8000"))\` instead of the port's number, with \`import os\` at the top.`,
  };
}

const PORT_IN_COMMAND =
  'Write `{port}` in the command in place of the number, as in `--run "my-server --port {port}"`; or take the number out, if the server reads `PORT` from the environment.';

export const serverEntries: Entries<CodesOf<'server'>> = {
  ...serverFileEntries,
  ...endlessAnswerEntries,
  'server/port-in-use': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: `Port ${facts.port} is taken`,
      expected: `A free port; the check passes one in \`PORT\`.`,
      cause:
        facts.holder === 'itself'
          ? `The port was free when the server was started, so the program itself opens ${facts.port} a second time${isPython(evidence, server) ? '' : ': `app.listen` as well as `server.listen`, or a `WebSocketServer` with a `port` of its own'}.`
          : facts.by === 'websocket'
            ? `The WebSocket server in ${placeWords(evidence.where?.[0])} opens port ${facts.port} of its own, and something already listens on it. It belongs to the HTTP server, on the same port as the page.`
            : evidence.where?.[0]?.line !== undefined
              ? `The port ${facts.port} is hard-coded in ${placeWords(evidence.where[0])}, and something already listens on it. While \`watch\` or \`run\` serves the folder, that is the tutor itself, with this same server.`
              : `Another program already listens on ${facts.port}, and two servers cannot share a port.`,
      fix:
        facts.by === 'websocket'
          ? `Pass the HTTP server instead of a port: \`new WebSocketServer({ server, path: "${names.socket}" })\`.`
          : facts.holder === 'itself'
            ? isPython(evidence, server)
              ? 'Start the server once: keep one `uvicorn.run(…)`, below `if __name__ == "__main__":`.'
              : `Listen once, and pass that server to the WebSocket server: \`const server = app.listen(port); new WebSocketServer({ server, path: "${names.socket}" });\`.`
            : evidence.where?.[0]?.line !== undefined
              ? inServerLanguage(server, portRead(evidence))
              : 'Read the port from the environment variable `PORT` instead of writing it into the code. If it is an earlier server of yours, stop it in its terminal with Ctrl-C.',
    }),
    otherLanguage: ({ facts }) =>
      facts.holder === 'itself'
        ? {
            cause: `The port was free when the server was started, so the program itself opens ${facts.port} a second time.`,
            fix: 'Make the program listen once, with pages and WebSocket on the same port.',
          }
        : {},
    explain: {
      title: 'The port is taken',
      meaning: "Only one program can listen on a port. `EADDRINUSE` is the system's error for a second one.",
      wrong: { language: 'js', text: 'server.listen(8000);' },
      right: { language: 'js', text: NODE_LISTENS },
      source: 'POSIX, bind(): EADDRINUSE.',
    },
    seenAs: [
      line(
        /EADDRINUSE|address already in use|port is already in use|only one usage of each socket address/iu,
        10,
        'Another program listens on this port, often an earlier run of the same server.',
      ),
    ],
  },
  'server/exited': {
    words: exitedWords,
    otherLanguage: ({ facts, evidence }) => {
      if (facts.error !== '' || shellFoundNothing(facts.exit) || missingScript(evidence) !== undefined) return {};
      if (printsUsage(evidence)) return usageWords(evidence);
      return (evidence.output ?? []).length === 0
        ? {
            cause:
              'It ended without any output. A program ends when nothing is left to do, and a server waits for clients.',
            fix: 'Type the command in a terminal, in your folder: it must keep running until you stop it with Ctrl-C.',
          }
        : {
            cause: 'Its last output says why.',
            fix: 'Fix what it names. To try the command by itself, type it in a terminal, in your folder.',
          };
    },
    explain: {
      title: 'The server ended before it listened',
      meaning:
        'The process started and ended before a client could connect. Either an error ended it, which its last output names, or it had nothing left to do: what keeps a server running is that it listens on a port.',
      wrong: { language: 'js', text: 'const server = http.createServer(handle);\n// the file ends here' },
      right: { language: 'js', text: `const server = http.createServer(handle);\n${NODE_LISTENS}` },
      source: 'The exit code and the output of the process.',
    },
    seenAs: [
      line(
        /\[nodemon\] (?:app crashed|clean exit)|Failed running '|process (?:finished|exited) with (?:exit )?code [1-9]|^Node\.js v\d+\.\d+\.\d+$/iu,
        4,
        'The process has ended; what it printed before that says why.',
      ),
      line(
        /WebSocketServer is not a constructor|WebSocket\.Server is not a constructor|does not provide an export named '?(?:WebSocketServer|default)|app\.ws is not a function|upgradeWebSocket is not a function/iu,
        8,
        'The server ends at its start, because a library does not have this name.',
      ),
      line(
        /one and only one of the "port", "server",? or "noServer" options/iu,
        9,
        '`new WebSocketServer` throws at the start unless exactly one of these options is given.',
      ),
      line(REFUSED, 5, 'Nothing listens on the port: the server may have ended.'),
    ],
  },
  'server/never-listens': {
    words: ({ facts, evidence }, { server }) => ({
      title:
        facts.never === 'computes'
          ? `The server computed for ${Math.round((evidence.waitedMs ?? 0) / 1000)} seconds and opened no port`
          : facts.never !== undefined
            ? 'The server runs and waits, and it opens no port'
            : facts.listens === undefined
              ? `The server runs, but no port was opened in ${Math.round((evidence.waitedMs ?? 0) / 1000)} seconds`
              : `The server listens on port ${facts.port}, but \`localhost\` does not lead to it`,
      expected: `A server that listens on port ${facts.port}, which \`PORT\` names.`,
      ...(facts.listens === undefined ? neverListens(evidence, server) : listensElsewhere(evidence, server)),
      ...(facts.never === undefined ? {} : { cause: NEVER[facts.never] }),
      ...(facts.never === 'computes' ? { fix: WITHOUT_LOOP } : {}),
    }),
    otherLanguage: ({ facts }) =>
      facts.never !== undefined
        ? {
            cause: NEVER[facts.never],
            fix:
              facts.never === 'computes'
                ? WITHOUT_LOOP
                : 'Look for what it waits for before it listens. Print a line before and after to see how far it gets.',
          }
        : facts.listens !== undefined
          ? { fix: 'Make it listen on the address 127.0.0.1.' }
          : {
              cause:
                'It runs but waits for something else, or it listens where the tutor cannot see it: in a container, on another machine.',
              fix: 'Make it listen on 127.0.0.1, on the port from `PORT` or on the one that replaces `{port}` in the command. Print a line before and after to see how far it gets.',
            },
    explain: {
      title: 'The server never listens',
      meaning: 'The process runs, but no client can reach it because it has opened no port.',
      wrong: { language: 'js', text: 'await new Promise(() => {});\nserver.listen(port);' },
      right: { language: 'js', text: NODE_LISTENS },
      source: 'The ports that the process holds, as the system lists them.',
    },
    seenAs: [line(REFUSED, 6, 'Nothing listens on the port: the server may run without calling `listen`.')],
  },
  'server/ignores-port': {
    words: ({ facts, evidence }, { server }) => ({
      title: `The server listens on ${facts.listens}, not on PORT (${facts.asked})`,
      expected: 'The port from the environment variable `PORT`, and 8000 when it is not set.',
      cause: `${facts.by === undefined ? 'The port number is hard-coded.' : 'The command that starts the server names the port.'} The other checks continue on port ${facts.listens}; those that stop or harm the server run last, one after the other, because two of these servers cannot run at the same time.`,
      fix: facts.by === undefined ? inServerLanguage(server, portRead(evidence)) : PORT_IN_COMMAND,
    }),
    otherLanguage: ({ facts }) =>
      facts.by !== undefined
        ? {}
        : {
            cause: `The port number is hard-coded, in the code or in the command. The other checks continue on port ${facts.listens}; those that stop or harm the server run last, one after the other, because two of these servers cannot run at the same time.`,
            fix: `Read the environment variable \`PORT\` and use 8000 when it is not set, or write \`{port}\` in the command where the port belongs. ${OTHER_COMMAND}`,
          },
    explain: {
      title: 'The server ignores PORT',
      meaning:
        'Whoever starts a server chooses the port, with the environment variable PORT: a check uses a free one, so that it does not disturb your running server.',
      wrong: { language: 'js', text: 'server.listen(3000);' },
      right: { language: 'js', text: NODE_LISTENS },
      source: "The server's contract in the README.",
    },
    seenAs: [line(REFUSED, 4, 'Nothing listens on this port: the server may listen on another.')],
  },
  'server/crashed-during-check': {
    words: ({ facts, evidence }, { server, checkTitle }) => ({
      title: `The server crashed during the check (${inline(endWords(facts.exit))})`,
      expected: 'A server that keeps running, whatever a client sends.',
      cause: `${facts.error === '' ? 'It ended' : `It ended with ${endingWords(facts.error)}`} during the check "${checkTitle(facts.during) ?? inline(facts.during)}". ${facts.path === undefined ? '' : `A browser asks for \`${inline(facts.path)}\` by itself. `}${isPython(evidence, server) ? 'An error in one request does not end uvicorn; `sys.exit`, `os._exit` or too little memory do.' : 'An uncaught error in an event handler ends the whole process.'}`,
      fix:
        importFix(facts.error, server) ??
        typoFix(facts.typo, evidence) ??
        otherPathFix(facts.path, evidence) ??
        `Fix ${placeWords(evidence.where?.[0])}, and catch what can fail there (invalid JSON, a client that has left).`,
    }),
    explain: {
      title: 'The server crashed during the check',
      meaning:
        'It started correctly and ended later, when a client did something that it does not handle. That disconnects all other clients too.',
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
    seenAs: [
      line(
        /ERR_EMPTY_RESPONSE|empty reply from server|socket hang up|ERR_CONNECTION_RESET/iu,
        7,
        'The connection was accepted and then ended without an answer, as it is when the process dies.',
      ),
      line(
        /^(?:TypeError: (?:.+\.)?[\w$]+ is not a function|ReferenceError: [\w$]+ is not defined|TypeError: Assignment to constant variable\.?)$/mu,
        4,
        'In the output of a server, an error about a name in its code: misspelt, or used outside of the function that declares it.',
      ),
      line(closedWith(1006), 5, "1006 is what a client sees when the server's process ends in the middle."),
      line(
        /Unhandled 'error' event|ERR_UNHANDLED_REJECTION|UnhandledPromiseRejection|triggerUncaughtException/u,
        7,
        'Node ends the process after an error that nothing catches.',
      ),
    ],
  },
  'server/stopped-answering': {
    words: ({ facts, evidence }, { server }) => ({
      title:
        facts.from === 'start'
          ? 'The server accepts connections and answers none of them'
          : facts.request.kind === 'ws'
            ? 'The server stops answering after a message'
            : `The server does not answer ${inline(requestWords(facts.request))}`,
      expected: 'An answer, even if it is an error.',
      cause: `It accepts the connection and then sends nothing${evidence.waitedMs === undefined ? '' : ` (waited ${evidence.waitedMs} ms)`}. ${inServerLanguage(server, { node: facts.request.kind === 'ws' ? 'Not even a new connection is answered: a loop keeps the process busy.' : 'Usually the handler never calls `response.end()`, or the process is busy in a loop.', python: 'usually a call that blocks keeps the process busy: `time.sleep`, `input()`, or a loop in which nothing is awaited.' })}`,
      fix: inServerLanguage(server, {
        node:
          facts.request.kind === 'ws'
            ? 'Let the loop in the `message` handler end, or wait in it for something else to happen: `await setTimeout(100)`, with `setTimeout` from `node:timers/promises`.'
            : 'Make every path through the request handler end the response: `response.end()`.',
        python: 'wait with `await asyncio.sleep(…)`, and put an `await` into every loop.',
      }),
      ...(facts.by === 'sleep' ? sleepWords(evidence, server) : {}),
      ...(facts.from === 'start' ? { cause: NEVER_FREE, fix: WITHOUT_LOOP } : {}),
    }),
    otherLanguage: ({ facts, evidence }) => {
      if (facts.by === 'sleep') return {};
      if (facts.from === 'start') return { cause: NEVER_FREE, fix: WITHOUT_LOOP };
      return facts.request.kind === 'ws'
        ? {
            cause: `It sends nothing after the message${evidence.waitedMs === undefined ? '' : ` (waited ${evidence.waitedMs} ms)`}, and does not answer a new connection either: the handler of the message keeps the whole process busy.`,
            fix: 'Let the handler of the message return, or wait in it in the way that lets the event loop go on.',
          }
        : {
            cause:
              'It accepts the connection and then sends nothing: a request is never answered, or something keeps it busy.',
            fix: 'Answer every request, even for a path that does not exist, and make sure that no request has to wait for another.',
          };
    },
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
    seenAs: [
      line(
        /ERR_TIMED_OUT|ERR_CONNECTION_TIMED_OUT|ETIMEDOUT|operation timed out|connection timed out|the request timed out/iu,
        6,
        'The server is there but does not answer: a loop or a blocking call may hold it.',
      ),
    ],
  },
  'server/unreachable': {
    words: ({ facts, evidence }) => ({
      title: `${inline(facts.url)} cannot be reached`,
      expected: 'A server that answers at the URL given with `--url`.',
      cause: `${capital(inline(failureWords(facts.failure, evidence), 200))}.`,
      fix: FIX_BY_FAILURE[facts.failure.reason],
    }),
    explain: {
      title: 'The server cannot be reached',
      meaning: 'With `--url` the tutor starts nothing; it only connects to a running server.',
      wrong: { language: 'sh', text: 'htmx-realtime-tutor check --url http://localhost:8080' },
      right: {
        language: 'sh',
        text: 'PORT=8080 node main.js &\nhtmx-realtime-tutor check --url http://localhost:8080',
      },
      source: "The system's answer to the connection attempt.",
    },
    seenAs: [
      line(REFUSED, 7, 'The connection was refused: no server listens at this address and port.'),
      line(
        /ERR_NAME_NOT_RESOLVED|\bENOTFOUND\b|getaddrinfo|could not resolve host|server with the specified hostname could not be found/iu,
        8,
        'The name of the host leads to no address.',
      ),
    ],
  },
};

const NEVER = {
  nothing:
    'It waits for something that never comes: no timer, connection or file is left that could wake it, so it will not get to the line that listens.',
  timers:
    'Only its own timers still run, and they do not lead to a port: a copy of it whose timers were sped up did not listen after minutes of its time.',
  computes:
    'It kept a processor busy all the time. A loop without an end lets nothing else happen: what was called before it, `listen` too, is not finished, and what comes after it is not reached.',
} as const;

const NEVER_FREE =
  'It listens, so the system accepts connections for it, but it reacts to nothing, not even to what is not HTTP: its process is busy with something that does not end, usually a loop.';

const WITHOUT_LOOP =
  'Take the loop out. A server needs none to go on running: it runs as long as it listens. What is to be done again and again belongs in a timer.';

function neverListens(evidence: Evidence, server: ServerWords): Pick<Words, 'cause' | 'fix'> {
  return {
    cause: isPython(evidence, server)
      ? 'It runs but does something else: a loop or a `time.sleep` at the top level of the file, or in the startup of the application, never ends.'
      : 'It runs but waits for something else: a `listen` that is never reached, an `await` before it, or an endless loop.',
    fix: isPython(evidence, server)
      ? 'The file should only define functions and create `app`; move what takes time into a function that is called later.'
      : 'Print a line before and after `listen` to see how far it gets.',
  };
}

function listensElsewhere(evidence: Evidence, server: ServerWords): Pick<Words, 'cause' | 'fix'> {
  return {
    cause:
      'It listens on one address only, such as `::1` or the one of a network, and on this machine `localhost` leads to another.',
    fix: isPython(evidence, server)
      ? 'Listen on 127.0.0.1: `uvicorn.run(app, host="127.0.0.1", …)`, or `--host 127.0.0.1` in the command.'
      : 'Listen on 127.0.0.1: `server.listen(port, "127.0.0.1")`.',
  };
}

/** POSIX, Shell Command Language, section 2.8.2: the exit code of a shell that has not found the program. */
function shellFoundNothing(exit: ProcessEnd): boolean {
  return exit.kind === 'code' && exit.code === 127;
}

const NOT_FOUND = {
  cause: 'The shell did not find a program named in the command.',
  fix: 'Install it, or correct its name: `htmx-realtime-tutor start --run "the command"` sets another command for the folder.',
};
const ASKS_FOR_INPUT = {
  cause:
    'The file asks for a line of text with `input()` while it is loaded, but nobody types into a server, so the input ends at once.',
  fix: 'Remove the call of `input()` from the file and write the value there.',
};
const PYTHON_ENDED = {
  cause: 'It ended without an error message. A program ends when nothing is left to do.',
  fix: 'Run the application with uvicorn, and make sure that nothing calls `sys.exit` or `exit`.',
};
const NODE_ENDED = {
  cause:
    'It ended without an error message. A program ends when nothing is left to do: without `listen` it has nothing to wait for.',
  fix: 'Check that the file calls `server.listen(port)` at the end, and that nothing calls `process.exit`.',
};

function exitedWords({ facts, evidence }: FindingOf<'server/exited'>, { server }: WordsContext): Words {
  return {
    title: `The server ended before it listened (${inline(endWords(facts.exit))})`,
    expected: 'A server that starts, listens and goes on running.',
    ...exitedBecause(facts, evidence, server),
  };
}

function exitedBecause(
  { error, exit, typo }: FindingOf<'server/exited'>['facts'],
  evidence: Evidence,
  server: ServerWords,
): Pick<Words, 'cause' | 'fix'> {
  if (error !== '')
    return {
      cause: `It ended with ${endingWords(error)}.${errorHint(error)}`,
      fix:
        importFix(error, server) ??
        typoFix(typo, evidence) ??
        `Fix ${placeWords(evidence.where?.[0])}; the server's output names the line.`,
    };
  if (shellFoundNothing(exit)) return NOT_FOUND;
  const script = missingScript(evidence);
  if (script !== undefined)
    return {
      cause: `\`package.json\` has no script with the name \`${inline(script)}\` in its \`scripts\`, so nothing was started.`,
      fix: `Add it, \`"scripts": { "${inline(script)}": "node main.js" }\`, or name a script in the command that exists; \`npm run\` lists them.`,
    };
  if (asksForInput(evidence, server)) return ASKS_FOR_INPUT;
  return isPython(evidence, server) ? PYTHON_ENDED : NODE_ENDED;
}

/** The script that the manifest lacks, in the words of npm and pnpm; undefined: they name none. */
function missingScript({ output = [] }: Evidence): string | undefined {
  return /\bMissing script: "?([\w:.-]+)"?/u.exec(output.join('\n'))?.[1];
}

/** uvicorn's command line (click) turns the end of the input, an EOFError, into this word. */
function asksForInput(evidence: Evidence, server: ServerWords): boolean {
  return isPython(evidence, server) && evidence.output?.some((line) => line.trim() === 'Aborted!') === true;
}

/** For a path that browsers ask for by themselves. */
function otherPathFix(path: string | undefined, { where }: Evidence): string | undefined {
  return path === undefined
    ? undefined
    : `Answer a path that the server does not know with status 404, and go on; ${placeWords(where?.[0])} ends the process instead.`;
}
