import { inline } from '../visible.ts';

/** Errors that learners meet at run time, told by their own words: one sentence for a beginner, by the first pattern that fits. */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /^NameError: name 'asyncio'|^NameError: name '(?:json|html|time|datetime)'/u,
    'The module is used and not imported: its `import` is missing at the top of the file.',
  ],
  [/^NameError|is not defined$/u, 'Nothing of that name exists at this line: it is misspelt, or not imported.'],
  [
    /^UnboundLocalError/u,
    'A name that is assigned inside a function belongs to that function; it is read before it has a value.',
  ],
  [
    /^(?:JSONDecodeError|json\.decoder)|Unexpected token .* JSON|is not valid JSON/u,
    'The text that came is not JSON. htmx sends JSON; a plain-text client does not.',
  ],
  [/^KeyError: 'bytes'/u, '`receive_bytes` reads binary messages, and this one is text: use `receive_text`.'],
  [/^KeyError/u, 'The dictionary has no key of that name.'],
  [/^SystemExit/u, '`exit()` ends the whole program; `return` ends this function.'],
  [
    /'coroutine' object is not an? (?:async )?(?:iterator|iterable)/u,
    'The function has no `yield`, so it is no generator and makes no events one by one.',
  ],
  [/coroutine/u, 'An `await` is missing: without it a call gives a coroutine, not its result.'],
  [
    /can't be used in 'await' expression/u,
    'What is awaited is no coroutine: its function is written with `def` instead of `async def`, or the call gives its result at once and needs no `await`.',
  ],
  [/^TemplateNotFound/u, 'In the folder that `Jinja2Templates` was given no file has this name.'],
  [
    /'(?:function|method)' object is not (?:an )?(?:async )?itera|object is not an? (?:async )?iterator/u,
    'A generator function must be called, with its brackets: `count()`, not `count`.',
  ],
  [
    /'dict' object has no attribute 'encode'/u,
    'A stream sends text: each `yield` must give a string, with `data: ` and the blank line in it.',
  ],
  [
    /has no attribute/u,
    'What is before the dot has nothing of that name: it is misspelt, or it is of another kind than you thought.',
  ],
  [
    /is not a function$/u,
    'What is called there is no function: it is misspelt, or another kind of thing than was thought.',
  ],
  [/^TypeError: Cannot read propert/u, 'What is before the dot has no value at that moment.'],
  [/missing \d+ required/u, 'The call leaves out something that the function asks for.'],
];

/** An error inside a sentence of ours, which has a full stop of its own. */
export function errorWords(error: string): string {
  return inline(error, 200).replace(/[.:]$/u, '');
}

/** What such an error means, with a blank before it; empty for one that is not known. @param error `NameError: name 'x' is not defined` */
export function errorHint(error: string): string {
  const hint = KNOWN.find(([pattern]) => pattern.test(error))?.[1];
  return hint === undefined ? '' : ` ${hint}`;
}

/** Two messages of Node that mean a module system, not a slip of the pen. */
export function syntaxHint(message: string): string {
  if (message.includes('Cannot use import statement'))
    return ' Node takes the file for CommonJS; `"type": "module"` in package.json makes it an ES module.';
  if (message.includes('does not provide an export named'))
    return ' The package has no export of that name; check the spelling and the braces of the import.';
  return '';
}

/** What to do about a file that does not parse, by the runtime's own words: the first that fits. @param at `line 3 of main.py` */
export function syntaxFix(message: string, at: string): string {
  const own = SYNTAX_FIXES.find(([pattern]) => pattern.test(message))?.[1];
  return own === undefined
    ? `Look at ${at} and at the line before it: a bracket or a quote that is not closed is often noticed only later.`
    : own(at);
}

const SYNTAX_FIXES: readonly (readonly [RegExp, (at: string) => string])[] = [
  [
    /'await' outside|'async (?:for|with)' outside|asynchronous comprehension outside/u,
    (at) => `Write \`async def\` for the function around ${at}: \`await\` is allowed only in such a function.`,
  ],
  [
    /await is only valid in async/u,
    (at) => `Write \`async\` before the function around ${at}: \`await\` is allowed only in such a function.`,
  ],
  [
    /^TabError/u,
    (at) => `Indent ${at} and the lines around it alike, with spaces only: four for each level, and no tab among them.`,
  ],
  [
    /^IndentationError: (?:expected an indented block)/u,
    (at) => `Indent ${at} by four spaces more than the line before it, which ends in a colon.`,
  ],
  [
    /^IndentationError/u,
    (at) => `Put ${at} as far to the right as the lines that belong together with it, with the same number of spaces.`,
  ],
  [
    /expected ':'/u,
    (at) => `End ${at} with a colon: \`def\`, \`if\`, \`while\`, \`for\`, \`try\`, \`except\` and \`else\` need one.`,
  ],
  [
    /codec can't decode|null bytes|Non-UTF-8 code|invalid non-printable character U\+FEFF/u,
    () =>
      'Save the file as UTF-8: it is stored in another encoding, such as UTF-16, and the editor can change that where it saves.',
  ],
];
