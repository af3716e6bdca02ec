import type { FindingOf } from '../../model/finding.ts';
import type { Entries } from '../../messages/entry.ts';
import { inServerLanguage } from '../../messages/server-language.ts';
import type { ServerWords } from '../../messages/server-language.ts';
import { inline } from '../../messages/visible.ts';
import type { TimeFacts } from '../facts.ts';

const REPLY =
  'const time = new Date().toTimeString().slice(0, 8);\nconst reply = `<p>Server (${time}) says: ${text}</p>`;';
const NOW = {
  node: '`const time = new Date().toTimeString().slice(0, 8);`.',
  python: '`time = datetime.now().strftime("%H:%M:%S")`, with `from datetime import datetime`.',
};
const CLOCK = "Take the current time from the server's clock, as hours, minutes and seconds: `14:03:07`.";
const CHALLENGE = "The chapter's challenge: the time at which the server received the message.";

export const timeEntries: Entries<keyof TimeFacts> = {
  'time/missing': {
    words: (_, { server }) => ({
      title: 'No time of day shows with the message',
      expected:
        'A time such as 11:45:18 in the text of each reply; a 12-hour clock, other languages and any time zone are accepted too.',
      cause:
        'No time was found in the text of this message. A time that is only in an attribute is not visible, and hours and minutes need something between them: a colon, a dot, or a letter.',
      fix: `Take the time where the message is answered, and put it into the text: ${inServerLanguage(server, NOW)}`,
    }),
    otherLanguage: { fix: `${CLOCK} Do it where the message is answered, and put it into the answer.` },
    explain: {
      title: 'The reply has no time',
      meaning:
        'Each reply should say when the server received the message, where a reader sees it: in the text of the HTML that is swapped into the chat.',
      wrong: { language: 'js', text: 'const reply = `<p>Server says: ${text}</p>`;' },
      right: { language: 'js', text: REPLY },
      source: CHALLENGE,
    },
  },
  'time/not-a-clock': {
    words: ({ facts }, { server }) => ({
      title: `The reply has ${numberKind(facts.found)}, but no time of day`,
      expected: 'Hours and minutes, preferably seconds too, such as 11:45:18.',
      cause: `"${inline(facts.found)}" ${notAClock(facts.found)}.`,
      fix: `Format the moment as a time of day: ${inServerLanguage(server, NOW)}`,
    }),
    otherLanguage: { fix: CLOCK },
    explain: {
      title: 'Not a time of day',
      meaning:
        "Computers count time as a number: milliseconds since 1970 in `Date.now()`, seconds in Python's `time.time()`. A date gives only the day. A reader of a chat wants hours and minutes.",
      wrong: { language: 'js', text: 'const time = Date.now(); // 1767268800000' },
      right: { language: 'js', text: 'const time = new Date().toTimeString().slice(0, 8); // "11:45:18"' },
      source: 'MDN, Date; Python documentation, `datetime.strftime`.',
    },
  },
  'time/frozen': {
    words: ({ facts }, { server }) => ({
      title: `Two messages show the same time, ${inline(facts.time)}`,
      expected: 'A later message shows a later time.',
      cause: `The second message was sent ${secondsWords(facts.apartMs)} after the first. ${frozenBecause(facts.since)}`,
      fix: `Take the time inside the message handler, not before it: ${inServerLanguage(server, NOW)}`,
    }),
    otherLanguage: { fix: 'Read the clock where a message is answered, each time, and not before it.' },
    explain: {
      title: 'The time does not change',
      meaning:
        'A line outside the handler runs once, when the file is loaded or a client connects, and its value does not change. A value that must be new for each message belongs in the function that answers it.',
      wrong: {
        language: 'js',
        text: 'const time = new Date().toTimeString().slice(0, 8);\nsocket.on("message", (data) => reply(socket, data, time));',
      },
      right: {
        language: 'js',
        text: 'socket.on("message", (data) => {\n  const time = new Date().toTimeString().slice(0, 8);\n  reply(socket, data, time);\n});',
      },
      source: CHALLENGE,
    },
  },
  'time/wrong': {
    words: ({ facts }, { server }) => ({
      title: `The time in the reply, ${inline(facts.time)}, is not when the message was sent`,
      expected: `A time of ${facts.now} UTC, or the same moment in any time zone, give or take a second.`,
      cause: wrongBecause(facts),
      fix: rightInstead(facts, server),
    }),
    otherLanguage: ({ facts }) => ({
      fix:
        facts.mixed !== undefined
          ? `Put the ${facts.mixed.place} there: \`${facts.mixed.place === 'minutes' ? '%M' : '%S'}\` in a format of \`strftime\`, \`${facts.mixed.place === 'minutes' ? 'mm' : 'ss'}\` in one such as \`HH:mm:ss\`. Capital and small letters differ: \`%m\` and \`MM\` are the month.`
          : facts.counts !== undefined || facts.of !== undefined
            ? 'Read the clock of the server when the message arrives, and write its hours, minutes and seconds.'
            : 'Read the clock of the server when the message arrives, and check that hours, minutes and seconds are in their places; months and minutes are easily confused in a format.',
    }),
    explain: {
      title: 'The wrong time',
      meaning:
        'The check measures when it sent the message and when the reply arrived; the time in the reply has to be between the two. Common mistakes are the month in place of the minutes, a time taken before the message arrived, and a part taken from the wrong place of a longer text.',
      wrong: { language: 'py', text: 'datetime.now().strftime("%H:%m:%S")' },
      right: { language: 'py', text: 'datetime.now().strftime("%H:%M:%S")' },
      source:
        "The check's own clock, read before the message is sent and after its reply; Python documentation, `strftime` format codes.",
    },
  },
  'time/added-in-the-page': {
    words: ({ facts }, { server }) => ({
      title:
        facts.members === undefined
          ? 'The page adds the time; the reply has none'
          : 'The page sends the time, and the server only repeats it',
      expected: "The server's time, in the reply that it sends.",
      cause:
        facts.members !== undefined
          ? `The reply has ${inline(facts.time)} only because the page sends more than the text (${facts.members.map((name) => `\`${inline(name, 40)}\``).join(', ')}): a client that sends the text alone gets no time. That is the clock of the visitor's computer, which may be wrong or in another zone.`
          : `The chat shows ${inline(facts.time)}, but the message that the page received has no time in it: a script in the page added it. That is the clock of the visitor's computer, which may be wrong or in another zone.`,
      fix: `Take the time on the server, for each message: ${inServerLanguage(server, NOW)}`,
    }),
    otherLanguage: { fix: `${CLOCK} Put it into the HTML that the server sends.` },
    explain: {
      title: 'The time comes from the page',
      meaning:
        'Every visitor has a different clock. If the server gives the time, all visitors see the same one, and it says when the server received the message.',
      wrong: {
        language: 'html',
        text: '<script>\n  document.body.addEventListener("htmx:wsAfterMessage", addTime);\n</script>',
      },
      right: { language: 'js', text: REPLY },
      source: CHALLENGE,
    },
  },
};

function wrongBecause({ mixed, counts, of }: TimeFacts['time/wrong']): string {
  if (of !== undefined) return 'It is the time of the message before: the clock is read after the reply was made.';
  if (counts !== undefined)
    return 'It is not a time of day: it counts from the start of the server, or of the connection.';
  return mixed === undefined
    ? 'A time zone shifts the hours, and in some places the minutes by quarters of an hour, so the hours were not compared. The minutes or the seconds are not those of that moment.'
    : `Where the ${mixed.place} belong, the reply has ${UNIT_WORDS[mixed.unit]}. In a format one letter decides, and upper and lower case are two letters.`;
}

function rightInstead({ mixed, counts, of }: TimeFacts['time/wrong'], server: ServerWords): string {
  if (mixed !== undefined)
    return inServerLanguage(server, {
      node: `Put the ${mixed.place} there: \`new Date().toTimeString().slice(0, 8)\` is hours, minutes and seconds; of the single parts \`getMinutes()\` is the minutes, \`getSeconds()\` the seconds, \`getMonth()\` the month.`,
      python: `put the ${mixed.place} there: \`strftime("%H:%M:%S")\`. \`%M\` is the minutes, \`%S\` the seconds, \`%m\` the month, \`%d\` the day.`,
    });
  if (counts !== undefined || of !== undefined)
    return inServerLanguage(server, {
      node: "Take the server's clock when the message arrives: `new Date().toTimeString().slice(0, 8)`.",
      python: 'Take the server\'s clock when the message arrives: `datetime.now().strftime("%H:%M:%S")`.',
    });
  return inServerLanguage(server, {
    node: "Take the server's clock when the message arrives, and check that hours, minutes and seconds are in their places: `getMinutes()` gives minutes, `getMonth()` gives months.",
    python:
      'Take the server\'s clock when the message arrives: `datetime.now().strftime("%H:%M:%S")`. Minutes are `%M`, months are `%m`.',
  });
}

const UNIT_WORDS: Readonly<Record<NonNullable<TimeFacts['time/wrong']['mixed']>['unit'], string>> = {
  month: 'the number of the month',
  day: 'the day of the month',
  weekday: 'the number of the weekday',
  year: 'the year',
  hour: 'the hours',
  minute: 'the minutes',
  second: 'the seconds',
};

/** `1716400000000` and `1716400000` are moments since 1970; three groups of digits are a date. */
function numberKind(found: string): string {
  if (/^\d{9,}/u.test(found)) return 'a moment as a number';
  return isDate(found) ? 'a date' : 'a number';
}

function notAClock(found: string): string {
  if (/^\d{12,}/u.test(found)) return 'looks like the milliseconds since 1970, as `Date.now()` gives them';
  if (/^\d{9,}/u.test(found)) return 'looks like the seconds since 1970, as `time.time()` gives them in Python';
  return isDate(found) ? 'says the day, but not the hour' : 'is not written as hours and minutes';
}

function isDate(found: string): boolean {
  return /^\d{1,4}[./ -]{1,2}\d{1,2}[./ -]{1,2}\d{1,4}/u.test(found) || /\p{L}{3,}/u.test(found);
}

function secondsWords(ms: number): string {
  return `${(ms / 1000).toFixed(1)} seconds`;
}

function frozenBecause(since: FindingOf<'time/frozen'>['facts']['since']): string {
  switch (since) {
    case 'start':
      return 'Another connection gets the same time too: it was taken once, when the server started.';
    case 'connection':
      return 'Another connection gets another time: it was taken once for each connection, when it was opened.';
    case 'unknown':
      return 'The time was taken once, when the server started or the connection was opened, not for each message.';
  }
}
