import type { Entries, Words } from '../../messages/entry.ts';
import { fillIn } from '../../messages/catalogue/fill-in.ts';
import { placeWords } from '../../messages/catalogue/place-words.ts';
import { inServerLanguage } from '../../messages/server-language.ts';
import type { ServerWords } from '../../messages/server-language.ts';
import { inline } from '../../messages/visible.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import { CONTRACT } from '../contract.ts';
import type { CounterFacts } from '../facts.ts';

const TIMER =
  'let count = 0;\nconst timer = setInterval(() => {\n  count += 1;\n  response.write(`data: <div>${count}</div>\\n\\n`);\n' +
  `}, ${CONTRACT.intervalMs});\nresponse.on("close", () => clearInterval(timer));`;
const ELEMENT = `<div hx-ext="sse" sse-connect="${CONTRACT.streamPath}" sse-swap="message">Waiting…</div>`;
/** For a reply that brings a counter of its own. */
const FALLS = {
  restarted: {
    cause:
      'The reply brings an element with `sse-connect`. It replaces the counter, so the page closes the stream and opens a new one with each message.',
    fix: 'Remove the counter from the reply: only `#chat-window` belongs there, with `hx-swap-oob="beforeend"`.',
  },
  overwritten: {
    cause: 'The reply writes a number of its own over the one in the counter, until the next event comes.',
    fix: 'Remove the counter from the reply: only `#chat-window` belongs there, with `hx-swap-oob="beforeend"`.',
  },
} as const;

/** The same in an example. */
const ELEMENT_LINES = ELEMENT.replace(' sse-swap', '\n     sse-swap');

/** The counter: the numbers that the stream sends, and what the page shows of them. */
export const counterEntries: Entries<keyof CounterFacts> = {
  'page/counter-not-shown': {
    words: ({ facts }) => ({
      title: 'Events arrive, but the page shows no counter',
      expected: 'A number outside the chat window that goes up by one each second.',
      cause:
        facts.answer !== undefined
          ? `Each event "${inline(facts.event)}" makes the element request \`${inline(facts.answer.path)}\`, and the server answers with status ${facts.answer.status}. htmx swaps nothing from an error, and the data of the event is not used.`
          : facts.inside !== undefined
            ? `The number is in the page, and \`<${inline(facts.inside, 20)}>\` shows no element that is put inside it.`
            : facts.hidden
              ? 'The number is in the page, inside an element that is not displayed: it, or one around it, has the attribute `hidden`, or a style with `display: none` or `visibility: hidden`.'
              : `The stream sends "${inline(facts.event)}" and the page listens, but no number showed outside \`#chat-window\`. ${facts.moved.length === 0 ? 'The data has no number that a reader sees, or a script of the page removes it.' : 'Usually `hx-swap` or `hx-target`, also those of an ancestor, put the data elsewhere or nowhere.'}`,
      fix:
        facts.answer !== undefined
          ? `Show the data of the event itself: write \`sse-swap="${inline(facts.event)}"\` in place of \`hx-get\` and \`hx-trigger\`. Or make the server answer \`${inline(facts.answer.path)}\` with the number.`
          : facts.inside !== undefined
            ? `Write a \`<div>\` in place of the \`<${inline(facts.inside, 20)}>\`, with the same attributes: \`<div sse-swap="${inline(facts.event)}"></div>\`.`
            : facts.hidden
              ? 'Remove `hidden`, `display: none` or `visibility: hidden` from the element with the number, or from the one around it.'
              : facts.moved.length === 0
                ? 'Send a number in the data of each event, such as `data: <div>1</div>`.'
                : `Remove ${facts.moved.map((name) => `\`${name}\``).join(' and ')}: \`${ELEMENT.replace('"message"', `"${inline(facts.event)}"`)}\` swaps each event into the element itself.`,
    }),
    explain: {
      title: 'The counter does not show',
      meaning:
        'The data of an event is swapped as `hx-swap` and `hx-target` say, which can also be inherited from an ancestor. Without them it becomes the content of the element with `sse-swap`.',
      wrong: {
        language: 'html',
        text: '<div hx-ext="sse" sse-connect="/sse/counter" sse-swap="message"\n     hx-swap="none"></div>',
      },
      right: { language: 'html', text: ELEMENT_LINES },
      source: 'htmx-ext-sse 2, sse.js, `swap`.',
    },
  },
  'page/counter-stops': {
    words: ({ facts }) => ({
      title: 'The counter in the page stops',
      expected: 'A number that goes up by one each second, as long as the page is open.',
      cause: `${shownWords(facts.shown)}${stopsBecause(facts.because)}`,
      fix: stopsFix(facts.because),
    }),
    explain: {
      title: 'The counter stops',
      meaning:
        'A listening element has to stay in the page. `innerHTML`, the default, changes only its content; `outerHTML` replaces the element itself, and the new one has no `sse-swap`. When the element with `sse-connect` is removed, the extension closes the stream. An event whose name is in `sse-close` closes it as well.',
      wrong: {
        language: 'html',
        text: '<div hx-ext="sse" sse-connect="/sse/counter" sse-swap="message"\n     hx-swap="outerHTML"></div>',
      },
      right: { language: 'html', text: ELEMENT_LINES },
      source: 'htmx-ext-sse 2, sse.js, `htmx:beforeCleanupElement`, the listener in `registerSSE`, `sse-close`.',
    },
  },
  'page/counter-replaces-chat': {
    words: ({ facts }) => ({
      title: 'The counter is swapped over the chat',
      expected: 'The chat and the counter side by side, each in its own element.',
      cause:
        facts.into === 'window'
          ? 'The events go into `#chat-window` itself, so each of them replaces the messages there.'
          : `The events go into the <${inline(facts.tag)}> that contains the chat. Each event replaces everything inside that element, including the chat.`,
      fix: `Give the counter its own element, outside the chat: \`${ELEMENT}\`.`,
    }),
    explain: {
      title: 'The counter replaces the chat',
      meaning:
        'Without `hx-swap` the data of an event replaces everything inside the element with `sse-swap`. An element around the whole page may have `sse-connect`; `sse-swap` belongs on the small one that shows the number.',
      wrong: {
        language: 'html',
        text: '<main hx-ext="sse" sse-connect="/sse/counter" sse-swap="message">\n  <div id="chat-window"></div>\n</main>',
      },
      right: {
        language: 'html',
        text: '<main hx-ext="sse" sse-connect="/sse/counter">\n  <div id="chat-window"></div>\n  <p sse-swap="message">Waiting…</p>\n</main>',
      },
      source: 'htmx-ext-sse 2, sse.js, `swap`.',
    },
  },
  'page/counter-stops-chat': {
    words: ({ facts }) => ({
      title:
        facts.shown === undefined
          ? 'The counter stops when a message is sent'
          : `The counter falls from ${facts.shown[0]} to ${facts.shown[1]} when a message is sent`,
      expected: 'The chat and the counter work side by side.',
      cause: `After "${inline(facts.sent)}" was sent and shown, the counter in the page did not change any more. ${facts.because === 'stream-closed' ? 'The reply replaced the element of the counter, or one around it, and the page closed the stream.' : 'Either the reply replaced a part of the page that contains the counter, or the server stops sending events while it handles a message.'}`,
      fix:
        facts.because === 'stream-closed'
          ? 'Make the reply target only `#chat-window`, with `hx-swap-oob="beforeend"`, and keep the counter outside it.'
          : 'Make the reply target only `#chat-window`, with `hx-swap-oob="beforeend"`, keep the counter outside it, and make sure that the message handler neither waits in a loop nor changes the timers of the streams.',
      ...(facts.because === 'restarted' || facts.because === 'overwritten' ? FALLS[facts.because] : {}),
    }),
    explain: {
      title: 'A message stops the counter',
      meaning:
        'When htmx removes an element with `sse-connect`, the extension closes its stream. A reply that replaces more than the chat window can remove it. On the server one process serves both: a handler that blocks stops the events of all clients.',
      wrong: {
        language: 'html',
        text: `<div id="chat-window">\n  …\n${ELEMENT_LINES}\n</div>\n<!-- reply -->\n<div id="chat-window">hello</div>`,
      },
      right: {
        language: 'html',
        text: `<div id="chat-window">…</div>\n${ELEMENT_LINES}\n<!-- reply -->\n<div id="chat-window" hx-swap-oob="beforeend"><p>hello</p></div>`,
      },
      source: 'htmx-ext-sse 2, sse.js, `htmx:beforeCleanupElement`.',
    },
  },
  'sse/not-counting': {
    words: ({ facts, evidence }, { server }) => ({
      title: 'The number does not go up by one with each event',
      expected: 'A number in each event, one more than in the event before.',
      cause:
        facts.placeholder === undefined
          ? countBecause(facts.numbers)
          : `The event contains \`${inline(facts.placeholder)}\` as it is in the source: nothing filled in this placeholder.`,
      fix: inServerLanguage(
        server,
        facts.placeholder !== undefined
          ? fillIn(facts.placeholder)
          : {
              node: 'Make the count a variable inside the handler, and add one before each event: `count += 1; response.write("data: <div>" + count + "</div>\\n\\n");`.',
              python:
                'Make the count a variable inside the generator, and add one in each iteration: `count += 1`, then `yield f"data: <div>{count}</div>\\n\\n"`.',
            },
      ),
      ...(facts.clock === 'fast' ? startsAgain(facts.numbers, evidence.where?.[0], server) : {}),
    }),
    otherLanguage: ({ facts }) => ({
      fix:
        facts.placeholder === undefined
          ? 'Keep a separate count for each response, and add one before each event.'
          : `Fill in \`${inline(facts.placeholder)}\` the way your language does it.`,
    }),
    explain: {
      title: 'The counter does not count',
      meaning:
        "The count has to be outside the function that the timer calls, or it restarts each time, and inside the request's handler, or all clients share it.",
      wrong: {
        language: 'js',
        text:
          'setInterval(() => {\n  let count = 0;\n  count += 1;\n  response.write(`data: <div>${count}</div>\\n\\n`);\n' +
          `}, ${CONTRACT.intervalMs});`,
      },
      right: { language: 'js', text: TIMER },
      source: "The chapter's counter.",
    },
  },
};

/** A number went down after it had gone up; a fast clock showed it. */
function startsAgain(
  numbers: readonly (number | null)[],
  place: Place | undefined,
  server: ServerWords,
): Pick<Words, 'cause' | 'fix'> {
  const at = numbers.findIndex((number, index) => index > 0 && Number(number) < Number(numbers[index - 1]));
  return {
    cause: `After ${numbers[at - 1] ?? 'a while'} came ${numbers[at] ?? 'another number'}: the count starts again. The tutor saw it on a copy of your server whose timers it had sped up.`,
    fix: inServerLanguage(server, {
      node: `Let the count go on: in ${placeWords(place)}, \`count += 1\` is enough, without \`%\` and without setting it back.`,
      python: `let the count go on: in ${placeWords(place)}, \`count += 1\` is enough, without \`%\` and without setting it back.`,
    }),
  };
}

function countBecause(numbers: readonly (number | null)[]): string {
  const known = numbers.filter((number) => number !== null);
  if (known.length === 0) return 'No event has a number that a reader would see.';
  const shown = numbers
    .slice(0, 8)
    .map((number) => number ?? 'no number')
    .join(', ');
  const seen = `The numbers were: ${shown}.`;
  if (numbers.length === 1) return `${seen} No second number followed.`;
  const steps = known.slice(1).map((number, index) => number - (known[index] ?? number));
  const [step = 0] = steps;
  if (known.length < numbers.length) return `${seen} Some events have none.`;
  if (!steps.every((other) => other === step))
    return `${seen} They jump: other clients or a second timer change the same count.`;
  if (step === 0) return `${seen} The count never changes, or it is reset each time before it is sent.`;
  return step < 0 ? `${seen} They go down.` : `${seen} They go up by ${step}.`;
}

type Because = FindingOf<'page/counter-stops'>['facts']['because'];

function shownWords(shown: readonly number[]): string {
  if (shown.length === 0) return '';
  return `The page showed ${shown.slice(0, 8).join(', ')}, and then nothing new. `;
}

function stopsBecause(because: Because): string {
  switch (because) {
    case 'connector-replaced':
      return 'An event replaced the element with `sse-connect`; the element is gone, so the extension closed the stream.';
    case 'element-replaced':
      return 'An event replaced the element with `sse-swap`; the new element listens to nothing.';
    case 'target-replaced':
      return 'An event replaced the element that `hx-target` names, and nothing in the page matches that selector any more.';
    case 'closed-by-event':
      return 'The stream was closed by an event whose name is in `sse-close`.';
    case 'unknown':
      return 'The server keeps counting, but the page does not follow.';
  }
}

function stopsFix(because: Because): string {
  switch (because) {
    case 'connector-replaced':
    case 'element-replaced':
      return `Remove \`hx-swap="outerHTML"\`, or whatever replaces the element: \`${ELEMENT}\` keeps it and changes its content.`;
    case 'target-replaced':
      return 'Remove `hx-swap="outerHTML"`: the default keeps the target and changes its content. Or send an element with the same id each time.';
    case 'closed-by-event':
      return 'Remove `sse-close`, or give it the name of an event that is sent only at the very end.';
    case 'unknown':
      return `Compare the element with \`${ELEMENT}\`, and look at what the page's scripts do to it.`;
  }
}
