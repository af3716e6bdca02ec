import { literal } from '../../model/pattern.ts';
import { line } from './seen.ts';
import type { Entries } from '../entry.ts';
import { inServerLanguage } from '../server-language.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';

/** The address that the page connects to, and what the server makes of it. */
export const pageAddressEntries: Entries<'page/query-refused'> = {
  'page/query-refused': {
    words: ({ facts, evidence }, { server }) => {
      const address = inline(facts.path + facts.query);
      return {
        title: `The server does not accept ${address}, because of the query`,
        expected: `An answer at \`${address}\` like the one at \`${inline(facts.path)}\`.`,
        cause: `A client that asks for \`${inline(facts.path)}\` is accepted, and one that asks for \`${address}\`, as the page does, is not. The query after the question mark is a part of what the server is asked for${facts.compared === '' ? '' : `, and \`${facts.compared}\` contains it`}, so a comparison with the path alone fails.`,
        fix: `${inServerLanguage(server, {
          node: `Compare the path without the query: \`request.url.split("?")[0] === "${inline(facts.path)}"\``,
          python: `compare the path without the query: \`request.path == "${inline(facts.path)}"\`, or let the framework's route do it`,
        })}${compares(evidence.where?.[0]?.file) ? ` (${placeWords(evidence.where?.[0])})` : ''}. Or remove the query from the address in the page.`,
      };
    },
    otherLanguage: ({ facts }) => ({
      fix: `Compare the path without the query with \`${inline(facts.path)}\`, or remove the query from the address in the page.`,
    }),
    explain: (names) => ({
      title: 'The query is compared with the path',
      meaning:
        'What follows the path of an address, from a question mark on, is its query. A browser sends both in one text, the request target. Frameworks split it before they look for a route; a server that compares the text by itself has to do the same.',
      wrong: { language: 'js', text: `if (request.url === '${names.socket}') accept(request, socket);` },
      right: {
        language: 'js',
        text: `const [pathname] = request.url.split('?');\nif (pathname === '${names.socket}') accept(request, socket);`,
      },
      source: 'RFC 9112, 3.2.1 "origin-form"; Node documentation, `message.url`.',
    }),
    seenAs: ({ socket }) => [
      line(
        new RegExp(`${literal(socket)}\\?[^\\s'"]+.*\\b(?:400|404)\\b`, 'u'),
        7,
        'The address has a query, and the server may compare the whole of it with the path.',
      ),
    ],
  },
};

/** Whether the finding points at the server and not at the page. */
function compares(file: string | undefined): boolean {
  return file !== undefined && !/\.(?:html?|jinja2?|j2|ejs|hbs|njk|pug)$/u.test(file);
}
