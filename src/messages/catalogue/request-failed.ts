import type { FactsByCode } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { inline } from '../visible.ts';

type Facts = FactsByCode['page/request-failed'];

/** A request of htmx for the page that failed. */
export const requestFailedEntry: Entries<'page/request-failed'>['page/request-failed'] = {
  words: ({ facts }) => ({
    title: `${request(facts)} ${answerWords(facts)}`,
    expected: `An answer with status 200 and the HTML that the page needs.`,
    cause: `${startWords(facts)} ${failureWords(facts)}`,
    fix: fixOf(facts),
  }),
  explain: {
    title: 'A request of the page that fails',
    meaning:
      'An element may fetch its content when an event of a stream arrives, or when the page loads, and a form beside a stream may send what somebody types. htmx sends the fields of a form url-encoded, not as JSON. htmx 2 swaps nothing from an answer whose status is 400 or more; it fires `htmx:responseError`, and the console shows the status. htmx 4 swaps such answers too.',
    wrong: {
      language: 'html',
      text: '<ul hx-get="/fragments/list" hx-trigger="sse:changed"></ul>\n<!-- the server has /list -->',
    },
    right: { language: 'html', text: '<ul hx-get="/list" hx-trigger="sse:changed"></ul>' },
    source: 'htmx 2, `handleAjaxResponse`, `htmx.config.responseHandling`; htmx 4.0.1, `#issueRequest`.',
  },
};

/** An answer that htmx swaps, and that no page means like that. */
export const notFragmentEntry: Entries<'page/answer-not-fragment'>['page/answer-not-fragment'] = {
  words: ({ facts: { method, path, into, holds, twice = '' } }) => {
    const shown = `\`${inline(method, 10)} ${inline(path, 80)}\``;
    const place = `\`${inline(into, 60)}\``;
    return holds === 'json'
      ? {
          title: `The answer to ${shown} is JSON, and the page shows it as it is`,
          expected: 'HTML as it is, with `Content-Type: text/html`.',
          cause: `htmx swaps the text of an answer, whatever its type. Here ${place} got JSON, with its quotes and escapes.`,
          fix: 'Answer with the HTML itself: in FastAPI `response_class=HTMLResponse`, in Express `response.send(html)`.',
        }
      : {
          title: `The answer to ${shown} is a whole page, and htmx put it into ${place}`,
          expected: 'A piece of HTML for that element, or an answer without content.',
          cause: `The page has \`${inline(twice, 60)}\` twice now. After a redirect the browser fetches the new page by itself, and htmx swaps that page into the target of the request.`,
          fix: `Answer ${shown} with status 204, or with the piece that belongs there. To go to another page, send the header \`HX-Redirect\` in place of a redirect.`,
        };
  },
  explain: {
    title: 'An answer that is not a piece of HTML',
    meaning:
      'htmx swaps the text of an answer into the page, and expects a piece of HTML. A string that a framework turns into JSON has quotes around it. A whole page, such as one after a redirect, ends up inside the element that made the request.',
    wrong: { language: 'http', text: 'HTTP/1.1 303 See Other\nLocation: /' },
    right: { language: 'http', text: 'HTTP/1.1 204 No Content' },
    source: 'htmx 2, `handleAjaxResponse`; htmx 4.0.1, `swap`.',
  },
};

function request({ method, path }: Facts): string {
  return `\`${inline(method, 10)} ${inline(path, 80)}\``;
}

function answerWords({ status, major }: Facts): string {
  if (status === 0) return 'got no answer, so htmx swapped nothing from it';
  return `was answered with status ${status}${major === 4 ? '' : ', so htmx swapped nothing from it'}`;
}

function startWords({ event, typed }: Facts): string {
  if (event !== undefined) return `The event \`${inline(event, 40)}\` arrived and started this request.`;
  return typed === true ? 'This request sends what was typed.' : 'An element of the page made this request.';
}

function failureWords({ status, wants, name = '' }: Facts): string {
  switch (wants) {
    case 'json':
      return 'htmx sends the fields of a form url-encoded, and the server reads JSON.';
    case 'token':
      return "The server did not accept the request's token against forged requests (CSRF), or found none.";
    case 'parser':
      return 'The handler uses the body of the request, and nothing has parsed it: htmx sends the fields of a form url-encoded.';
    case 'query':
      return `The server looks for \`${inline(name, 40)}\` in the query of the address. htmx sends the fields of this request in its body.`;
    case 'field':
      return `The server expects a field \`${inline(name, 40)}\`, and no control of the page has this name.`;
    case undefined:
    default:
      return statusWords(status);
  }
}

function statusWords(status: number): string {
  if (status === 0)
    return 'The browser got no answer: the server is not there, broke off, or belongs to another origin that does not allow this one.';
  if (status === 404) return 'The server has nothing at this path.';
  if (status === 405) return 'The server knows the path, but not with this method.';
  return status >= 500
    ? 'The server failed while it handled the request.'
    : 'The server refused the request, and its answer is JSON, which htmx does not show.';
}

function fixOf(facts: Facts): string {
  const { wants, name = '' } = facts;
  switch (wants) {
    case 'json':
      return `Let the handler of ${request(facts)} read the fields of a form: \`Form()\` in FastAPI, \`request.form\` in Flask, \`express.urlencoded()\` in Express. Or load the extension \`json-enc\` and write \`hx-ext="json-enc"\` on the form.`;
    case 'token':
      return 'Put the token of your framework into the form as a hidden field, or send it as a header with `hx-headers`.';
    case 'parser':
      return `Parse such bodies before the route: in Express \`app.use(express.urlencoded({ extended: true }))\`.`;
    case 'query':
      return `Declare \`${inline(name, 40)}\` as a field of the form, in FastAPI \`${inline(name, 40)}: Annotated[str, Form()]\`.`;
    case 'field':
      return `Give the input \`name="${inline(name, 40)}"\`, or let the server read the name that the input has.`;
    case undefined:
    default:
      return statusFix(facts);
  }
}

function statusFix(facts: Facts): string {
  const { status } = facts;
  const shown = request(facts);
  if (status === 404) return `Add a route for ${shown} to the server, or write the path of the route that it has.`;
  if (status === 405) return `Let the server's route accept ${shown}, or use the attribute for the method that it has.`;
  if (status === 0) return `Open the address of ${shown} in the browser to see what happens.`;
  return status >= 500
    ? `The server's own output says what went wrong in its handler for ${shown}.`
    : `Send what the server expects. Where somebody may type something wrong, answer with HTML that says so, and with a status that htmx swaps.`;
}
