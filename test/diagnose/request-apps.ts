import { HEAD } from './site.ts';
import type { App } from './site.ts';

// Requests of htmx beside a stream: what somebody types goes with them, and events of the stream start them.

const FORM =
  '<form hx-post="notes" hx-swap="none"><input name="title"><select name="kind"><option>one</option></select><button>Add</button></form>';
const STREAM = '<ul hx-ext="sse" sse-connect="feed" sse-swap="note" hx-swap="beforeend"></ul>';
const NOTES = { events: ['event: note\ndata: <li>one</li>\n\n', 'event: note\ndata: <li>two</li>\n\n'], ends: 1000 };
const NO_FORM =
  '{"detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":"title=hello"}]}';
const TAKEN = '{"error":"somebody has this title already"}';

const WHOLE =
  '<!doctype html><html><head><title>notes</title></head><body><h1 id="top">Notes</h1><p>one</p></body></html>';

function refused(body: string, status = 422): NonNullable<App['paths']> {
  return { '/notes': { status, type: 'application/json', body } };
}

/** Applications that work. */
export const REQUESTS_RIGHT: Readonly<Record<string, App>> = {
  'a-form-answered-with-nothing': {
    body: `<body>${FORM}${STREAM}</body>`,
    ...NOTES,
    paths: { '/notes': { status: 204, body: '' } },
    send: 'hello Zebra7',
  },
  'a-page-of-which-a-part-is-selected': {
    body: `<body><h1 id="top">Notes</h1><div id="list" hx-get="all" hx-trigger="load" hx-select="p"></div>${STREAM}</body>`,
    ...NOTES,
    paths: { '/all': WHOLE },
  },
  'json-for-nobody': {
    body: `<body><div id="list" hx-get="all" hx-trigger="load" hx-swap="none"></div>${STREAM}</body>`,
    ...NOTES,
    paths: { '/all': { type: 'application/json', body: '"<p>one</p>"' } },
  },
  'refused-with-words-of-html': {
    body: `<body>${FORM}${STREAM}</body>`,
    ...NOTES,
    paths: { '/notes': { status: 422, body: '<p>Somebody has this title already.</p>' } },
    send: 'hello Zebra7',
  },
  'a-script-says-why-it-is-refused': {
    body: `<body>${FORM}<p id="why"></p><script>document.body.addEventListener("htmx:responseError", ({ detail: { xhr } }) => { document.getElementById("why").textContent = JSON.parse(xhr.responseText).error; });</script>${STREAM}</body>`,
    ...NOTES,
    paths: refused(TAKEN),
    send: 'hello Zebra7',
  },
  'a-field-was-not-filled-in': {
    body: `<body>${FORM}<script>document.body.addEventListener("htmx:responseError", () => {});</script>${STREAM}</body>`,
    ...NOTES,
    paths: refused('{"detail":[{"type":"missing","loc":["body","kind"],"msg":"Field required","input":null}]}'),
    send: 'hello Zebra7',
  },
};

const wrong = 'page/request-failed';

/** One mistake each. */
export const REQUESTS_WRONG: Readonly<Record<string, App>> = {
  'the-server-reads-json': {
    body: `<body>${FORM}${STREAM}</body>`,
    ...NOTES,
    paths: refused(NO_FORM),
    send: 'hello Zebra7',
    wrong,
  },
  'the-server-reads-json-on-4': {
    head: HEAD[4],
    body: `<body>${FORM}<ul hx-sse:connect="feed" hx-swap="beforeend"></ul></body>`,
    events: ['data: <li>one</li>\n\n', 'data: <li>two</li>\n\n'],
    ends: 1000,
    paths: refused(NO_FORM),
    send: 'hello Zebra7',
    wrong,
  },
  'a-field-by-another-name': {
    body: `<body>${FORM}${STREAM}</body>`,
    ...NOTES,
    paths: refused('{"detail":[{"loc":["body","text"],"msg":"field required","type":"value_error.missing"}]}'),
    send: 'hello Zebra7',
    wrong,
  },
  'without-its-token': {
    body: `<body>${FORM}${STREAM}</body>`,
    ...NOTES,
    paths: {
      '/notes': {
        status: 403,
        body: `<!doctype html><head><style>${'p { color: red }'.repeat(30)}</style></head><body><h1>Forbidden</h1><p>CSRF verification failed. Request aborted.</p>`,
      },
    },
    send: 'hello Zebra7',
    wrong,
  },
  'nothing-parses-the-form': {
    body: `<body>${FORM}${STREAM}</body>`,
    ...NOTES,
    paths: {
      '/notes': {
        status: 500,
        body: '<!doctype html><body><pre>TypeError: Cannot read properties of undefined (reading &#39;title&#39;)<br> &nbsp; &nbsp;at file:///app.js:3:7</pre>',
      },
    },
    send: 'hello Zebra7',
    wrong,
  },
  'a-whole-page-in-the-form': {
    body: `<body><h1 id="top">Notes</h1><div id="list" hx-get="all" hx-trigger="load"></div>${STREAM}</body>`,
    ...NOTES,
    paths: { '/all': WHOLE },
    wrong: 'page/answer-not-fragment',
  },
  'html-in-quotes-as-an-answer': {
    body: `<body><div id="list" hx-get="all" hx-trigger="load"></div>${STREAM}</body>`,
    ...NOTES,
    paths: { '/all': { type: 'application/json', body: '"<p>one</p>"' } },
    wrong: 'page/answer-not-fragment',
  },
  'refused-with-json': {
    body: `<body>${FORM}${STREAM}</body>`,
    ...NOTES,
    paths: refused(TAKEN),
    send: 'hello Zebra7',
    warnings: [wrong],
  },
};
