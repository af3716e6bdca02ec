import type { FrameworkError } from './row.ts';

/** Where the functions come from that a chat needs, in the packages that come with Mojolicious. */
const FROM: Readonly<Record<string, string>> = {
  // Those with other names read and write bytes; what a WebSocket passes is text that is decoded already.
  decode_json: 'use Mojo::JSON qw(from_json);',
  encode_json: 'use Mojo::JSON qw(to_json);',
  from_json: 'use Mojo::JSON qw(from_json);',
  to_json: 'use Mojo::JSON qw(to_json);',
  xml_escape: 'use Mojo::Util qw(xml_escape);',
  html_escape: 'use Mojo::Util qw(xml_escape);',
  strftime: 'use POSIX qw(strftime);',
};

/** Perl and Mojolicious. The words are those of Perl 5.36 and Mojolicious 9.31. */
export const PERL_ERRORS: readonly FrameworkError[] = [
  {
    error: /Could not render a response at |Route without action and nothing to render at /u,
    code: 'page/not-served',
    cause:
      'Mojolicious found no template with that name: it looks for a file such as `templates/index.html.ep` and for one below `__DATA__`.',
    fix: (at) =>
      `In ${at} answer with the file as it is: \`get '/' => sub ($c) { $c->reply->file(app->home->child('templates', 'index.html')) };\`. A template of Mojolicious has another name, \`templates/index.html.ep\`.`,
  },
  {
    error: /Undefined subroutine &\S+ called at /u,
    code: 'ws/handler-error',
    cause: 'No function with that name exists at this line: it is misspelt, or its `use` is missing.',
    fix: (at, _, printed) => {
      const name = printed.map((line) => /Undefined subroutine &(?:\w+::)*(\w+)/u.exec(line)?.[1]).find(Boolean) ?? '';
      const line = FROM[name];
      if (line === undefined)
        return `Correct the name in ${at}, or import the function with \`use … qw(${name || 'name'});\`.`;
      const imported = /\((\w+)\)/u.exec(line)?.[1] ?? '';
      return `Write \`${line}\` at the top of the file${imported === name ? '' : `, and \`${imported}\` in place of \`${name}\` in ${at}`}.`;
    },
  },
  {
    error: /Too (?:many|few) arguments for subroutine/u,
    code: 'ws/handler-error',
    cause:
      'A function with a signature takes exactly the arguments that it names. The callback of an event gets the object first, then what the event passes.',
    fix: () =>
      'Write the callback as `sub ($c, $message) { … }` for `message`, and as `sub ($c, $code, $reason) { … }` for `finish`.',
  },
  {
    error: /Input is not UTF-8 encoded|Wide character (?:in subroutine entry )?at /u,
    code: 'ws/handler-error',
    cause: '`decode_json` reads bytes, and the event `message` passes a text that is decoded already.',
    fix: (at) => `In ${at} write \`from_json($message)\`, with \`use Mojo::JSON qw(from_json);\`.`,
  },
  {
    error: /Can't locate object method "\w+" via package "Mojolicious::/u,
    code: 'ws/handler-error',
    cause: 'The object has no method with that name: it is misspelt, or it belongs to another object.',
    fix: (at, _, printed) =>
      printed.some((line) => line.includes('method "write_sse"'))
        ? `In ${at} write the event yourself, \`$c->write("data: …\\n\\n");\`: only newer versions of Mojolicious have \`write_sse\`.`
        : `Correct the name in ${at}: a controller has \`send\` for a message on a WebSocket, \`write\` for a part of a response, and \`on\` for its events.`,
  },
  {
    error: /(?:Bareword|String) found where operator expected at /u,
    code: 'server/exited',
    cause: 'A `"` inside a text in double quotes ends the text.',
    fix: (at) =>
      `In ${at} write the text with \`qq{…}\` instead of double quotes: HTML attributes may then have theirs.`,
  },
];
