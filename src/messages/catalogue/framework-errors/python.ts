import type { FrameworkError } from './row.ts';

const REQUEST_OF_A_SOCKET =
  'FastAPI passes a `Request` only to routes of HTTP; a WebSocket has none, and neither have its dependencies.';

/** FastAPI, Starlette, uvicorn and Jinja2. The words are those of Starlette 0.26 to 1.7 and FastAPI 0.92 to 0.142. */
export const STARLETTE_ERRORS: readonly FrameworkError[] = [
  {
    error: /No route exists for name "[^"]*" and params "filename"/u,
    code: 'page/not-served',
    cause: 'In `url_for` the file of a mounted folder is called `path`; `filename` is the word of Flask.',
    fix: (at) => `In ${at} write \`url_for('static', path='htmx.min.js')\`.`,
  },
  {
    error: /No route exists for name "[^"]*"|\bNoMatchFound\b/u,
    code: 'page/not-served',
    cause:
      '`url_for` takes the name of a route: the `name=` of `app.mount`, or the name of the function, with the parameters of its path.',
    fix: (at) =>
      `In ${at} use such a name, or write the path itself, \`/static/htmx.min.js\`. A mount gets its name by \`app.mount("/static", …, name="static")\`.`,
  },
  {
    error: /KeyError: 'request'|'(?:request|url_for)' is undefined/u,
    printed: /url_for/u,
    code: 'page/not-served',
    cause: '`url_for` in a template needs the request, and `get_template(…).render()` passes none.',
    fix: (at) =>
      `Return \`templates.TemplateResponse(request=request, name="index.html")\` from a function with the parameter \`request: Request\`, or write the path itself in ${at}: \`/static/htmx.min.js\`.`,
  },
  {
    error:
      /OAuth2\w*\.__call__\(\) missing 1 required positional argument: 'request'|HTTP(?:Bearer|Basic|Digest)\.__call__\(\) missing 1 required positional argument: 'request'/u,
    code: 'ws/handler-error',
    cause: `${REQUEST_OF_A_SOCKET} The security classes of FastAPI read a \`Request\`.`,
    fix: (at) =>
      `Leave the dependency out of ${at}, and read a token from \`websocket.query_params\` or \`websocket.cookies\` in the handler.`,
  },
  {
    error: /missing 1 required positional argument: 'req(?:uest)?'/u,
    only: ['ws/handler-error'],
    code: 'ws/handler-error',
    cause: REQUEST_OF_A_SOCKET,
    fix: (at) =>
      `In ${at} write the type \`WebSocket\` instead of \`Request\`, or \`HTTPConnection\` from \`starlette.requests\`, which fits both.`,
  },
  {
    error:
      /missing 1 required positional argument: 'start_response'|missing 2 required positional arguments: .*'start_response'/u,
    code: 'python/no-app',
    cause:
      'uvicorn calls an ASGI application with three arguments. This one is a WSGI application, as those of Flask are, which cannot open a WebSocket on uvicorn.',
    fix: () =>
      'Start it with the server of its framework (`flask run`), with `flask-sock` for the WebSocket; or write it with an ASGI framework such as FastAPI or Quart.',
  },
  {
    error: /string indices must be integers/u,
    only: ['ws/handler-error'],
    printed: /\.send\(/u,
    code: 'ws/handler-error',
    cause: '`send` takes a message of ASGI, which is a dictionary; `send_text` takes the text.',
    fix: (at) => `In ${at} write \`await websocket.send_text(…)\`.`,
  },
  {
    error: /'WebSocket' object has no attribute '(?:recv|receive_message|read|get_message|on_message)'/u,
    code: 'ws/handler-error',
    cause: '`recv` is the word of the library websockets; the WebSocket of Starlette and FastAPI has `receive_text`.',
    fix: (at) => `In ${at} write \`await websocket.receive_text()\`.`,
  },
  {
    error: /'WebSocket' object has no attribute '(?:send_str|send_string|write_message|emit|write|send_html)'/u,
    code: 'ws/handler-error',
    cause: 'This is the word of another library; the WebSocket of Starlette and FastAPI has `send_text`.',
    fix: (at) => `In ${at} write \`await websocket.send_text(…)\`.`,
  },
  {
    error: /'async for' requires an object with __aiter__ method, got WebSocket/u,
    code: 'ws/handler-error',
    cause: 'A WebSocket of Starlette or FastAPI is not an iterator; its method `iter_text()` makes one.',
    fix: (at) => `In ${at} write \`async for text in websocket.iter_text():\`.`,
  },
  {
    error:
      /'(?:_?Template|HTML|)Response' object has no attribute 'encode'|Object of type (?:_?Template|HTML)Response is not JSON serializable/u,
    code: 'ws/handler-error',
    cause:
      'A response, as `TemplateResponse` makes one, is an answer of HTTP, with a head; a WebSocket message is only the text.',
    fix: (at) =>
      `In ${at} render the text: \`await websocket.send_text(templates.get_template("reply.html").render(message=message))\`.`,
  },
  {
    error: /'dict' object has no attribute 'encode'/u,
    only: ['ws/handler-error'],
    code: 'ws/handler-error',
    cause:
      '`send_text` got a dictionary. `receive()` returns one, the message of ASGI with its text in it; `receive_text()` returns the text.',
    fix: (at) => `Receive with \`text = await websocket.receive_text()\`, and in ${at} send a string.`,
  },
  {
    error: /'dict' object has no attribute 'encode'/u,
    only: ['sse/server-error'],
    code: 'sse/server-error',
    cause:
      '`EventSourceResponse` of sse-starlette takes dictionaries; a `StreamingResponse` sends what it gets as it is.',
    fix: (at) =>
      `In ${at} yield the event as text: \`yield f"data: {html}\\n\\n"\`. Or return an \`EventSourceResponse\` of sse-starlette, which writes \`data: \` itself.`,
  },
  {
    error: /'(?:int|float|list|tuple|NoneType|Markup)' object has no attribute 'encode'/u,
    code: 'sse/server-error',
    cause: 'What is sent must be text, and this is another type.',
    fix: (at) => `Make a string in ${at}, as with \`f"…{count}…"\`, before it is sent or yielded.`,
  },
  {
    error: /data must be (?:str|bytes)[\w ,-]*iterable/u,
    code: 'ws/handler-error',
    cause: 'The library websockets got something else than text to send: a response, a number, an object.',
    fix: (at) =>
      `In ${at} send a string; of a template it is \`templates.get_template("reply.html").render(message=message)\`.`,
  },
  {
    error: /ServerSentEvent\.__init__\(\) got an unexpected keyword argument/u,
    code: 'sse/server-error',
    cause:
      'An `EventSourceResponse` of sse-starlette makes an event of each dictionary, whose keys may be `data`, `event`, `id`, `retry` and `comment`.',
    fix: () => 'Yield `{"data": html}`, or the HTML itself as a string.',
  },
  {
    error: /jinja2 must be installed|No module named 'jinja2'/u,
    code: 'python/package-missing',
    cause: '`Jinja2Templates` needs the package jinja2, which FastAPI does not bring.',
    fix: () => 'Run `pip install jinja2` for the Python that runs the server.',
  },
  {
    error:
      /asyncio\.run\(\) cannot be called from a running event loop|Cannot run the event loop while another loop is running|This event loop is already running/u,
    code: 'server/exited',
    cause: 'An event loop runs already, and the call in this line starts another one inside it.',
    fix: (at) => `Move the call in ${at} out of every \`async def\`, to the end of the file.`,
  },
];

/** Django, Tornado, aiohttp and Flask: Django 5.2, Tornado 6.2 and 6.5, aiohttp 3.8 and 3.14, Flask 3.1. */
export const OTHER_PYTHON_ERRORS: readonly FrameworkError[] = [
  {
    error: /module 'datetime' has no attribute '(?:now|utcnow|today|fromtimestamp)'/u,
    code: 'ws/handler-error',
    cause: 'The module `datetime` has a class of the same name in it, and the method belongs to the class.',
    fix: (at) => `In ${at} write \`datetime.datetime.now()\`. Or import the class: \`from datetime import datetime\`.`,
  },
  {
    error: /UnicodeDecodeError: 'utf-8' codec can't decode byte/u,
    only: ['ws/handler-error'],
    code: 'ws/handler-error',
    cause:
      'The bytes are not text. In a program that reads the frames itself: a client masks its data, and each byte must be combined with the mask by `^` first.',
    fix: () =>
      'Where the frame is read, write `data = bytes(byte ^ mask[i % 4] for i, byte in enumerate(data))`, with the four bytes of the frame that come before the data as `mask`.',
  },
  {
    error: /type object 'datetime\.datetime' has no attribute 'datetime'/u,
    code: 'ws/handler-error',
    cause: '`from datetime import datetime` imports the class, not the module.',
    fix: (at) => `In ${at} write \`datetime.now()\`.`,
  },
  {
    error: /Django can only handle ASGI\/HTTP connections, not websocket/u,
    code: 'ws/no-route',
    cause: '`get_asgi_application()` answers only HTTP; WebSockets in Django need the package channels.',
    fix: (_, names) =>
      `Install channels, and in asgi.py write \`application = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": URLRouter([path("${names.socket.slice(1)}", Chat.as_asgi())])})\`.`,
  },
  {
    error: /No route found for path/u,
    code: 'ws/no-route',
    cause: 'The `URLRouter` of Channels has no pattern for this path; its patterns begin without a slash.',
    fix: (_, names) => `Add \`path("${names.socket.slice(1)}", Chat.as_asgi())\` to the list of the \`URLRouter\`.`,
  },
  {
    error:
      /object\.__init__\(\) takes exactly one argument|__call__\(\) missing 1 required positional argument: 'send'|missing 2 required positional arguments: 'receive' and 'send'/u,
    code: 'ws/handler-error',
    cause: 'Channels needs an application in its routes, and a consumer is a class; `as_asgi()` makes one of it.',
    fix: (_, names) => `In the list of the \`URLRouter\` write \`path("${names.socket.slice(1)}", Chat.as_asgi())\`.`,
  },
  {
    error: /SynchronousOnlyOperation|You cannot call this from an async context/u,
    code: 'ws/handler-error',
    cause: 'Django allows its database only outside the event loop.',
    fix: (at) =>
      `In ${at} call it by \`await sync_to_async(…)()\`, or use the methods that begin with \`a\`, such as \`aget\`.`,
  },
  {
    error: /Requested setting \w+, but settings are not configured|Apps aren't loaded yet/u,
    code: 'server/exited',
    cause: 'Django does not know its settings at this line.',
    fix: (at) =>
      `Before ${at} write \`os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")\`, and import models and consumers only after \`get_asgi_application()\`.`,
  },
  {
    error: /Invalid HTTP_HOST header|You may need to add '[^']+' to ALLOWED_HOSTS|\bDisallowedHost\b/u,
    code: 'page/not-served',
    cause: 'Django answers only for the hosts in `ALLOWED_HOSTS`, and the page is asked for at `localhost`.',
    fix: () => 'Write `ALLOWED_HOSTS = ["localhost", "127.0.0.1"]` in the settings.',
  },
  {
    error: /Call \.prepare\(\) first/u,
    code: 'ws/handler-error',
    cause: 'aiohttp answers the handshake in `prepare`, and the handler uses the WebSocket before.',
    fix: (at, _, printed) => {
      const ws =
        named(printed, /\basync for \w+ in ([A-Za-z_]\w*)|\b([A-Za-z_]\w*)\.(?:send|receive|ping|close)\w*\(/u) ?? 'ws';
      return `Write \`await ${ws}.prepare(request)\` before ${at}, right after \`${ws} = web.WebSocketResponse()\`.`;
    },
  },
  {
    error:
      /Missing return statement on request handler|'NoneType' object has no attribute 'prepare'|web-handler should return a response instance/u,
    code: 'ws/handler-error',
    cause: 'A handler of aiohttp must return its response, a WebSocket or a stream too.',
    fix: () => 'End the handler with `return ws`, or with `return response`.',
  },
  {
    error: /Cannot call write\(\) before (?:prepare|start)\(\)/u,
    code: 'sse/server-error',
    cause: 'aiohttp sends the head of the response in `prepare`, and the handler writes before.',
    fix: (at, _, printed) =>
      `Write \`await ${named(printed, WRITES) ?? 'response'}.prepare(request)\` before ${at}, and before the loop.`,
  },
  {
    error: /data argument must be byte-ish/u,
    code: 'sse/server-error',
    cause: 'aiohttp writes bytes, and this is a string.',
    fix: (at, _, printed) =>
      `In ${at} write \`await ${named(printed, WRITES) ?? 'response'}.write(${encoded(printed)}.encode())\`.`,
  },
  {
    error: /data argument must be str \(<class 'aiohttp[^']*WSMessage[^']*'>\)|data argument must be str/u,
    code: 'ws/handler-error',
    cause: 'A loop over a WebSocket of aiohttp yields messages; the text is in their `data`.',
    fix: (at, _, printed) =>
      `In ${at} send a string: \`await ${named(printed, /\b([A-Za-z_]\w*)\.send_str\(/u) ?? 'ws'}.send_str(${named(printed, /\.send_str\(([A-Za-z_]\w*)\)/u) ?? 'message'}.data)\`.`,
  },
  {
    error: /Method not supported for Web Sockets/u,
    code: 'ws/handler-error',
    cause: '`write` of Tornado answers an HTTP request. A message of a WebSocket is sent with `write_message`.',
    fix: (at) => `In ${at} write \`self.write_message(…)\` instead of \`self.write(…)\`.`,
  },
  {
    error: /\bBadYieldError: yielded unknown object/u,
    only: ['ws/handler-error'],
    code: 'ws/handler-error',
    cause: 'Tornado awaits what `on_message` returns, and sends none of it.',
    fix: (at) => `Write \`self.write_message(…)\` instead of \`return …\` in \`on_message\`, ${at}.`,
  },
  {
    error: /^NotImplementedError:?\s*$/u,
    only: ['ws/handler-error'],
    code: 'ws/handler-error',
    cause:
      'Tornado calls `on_message` for each message, and the class of the handler has no method of exactly that name.',
    fix: (at) => `Write the method as \`def on_message(self, message):\` in the class, ${at}.`,
  },
  {
    error: /type object 'datetime\.datetime' has no attribute 'datetime'/u,
    code: 'ws/handler-error',
    cause: '`from datetime import datetime` gives the class itself, and the class has no second `datetime` in it.',
    fix: (at) => `In ${at} write \`datetime.now()\` instead of \`datetime.datetime.now()\`.`,
  },
  {
    error: /module 'datetime' has no attribute '(?:now|today|utcnow|strftime)'/u,
    code: 'ws/handler-error',
    cause: '`import datetime` gives the module; `now` belongs to the class `datetime` in it.',
    fix: (at) => `In ${at} write \`datetime.datetime.now()\`, or import the class: \`from datetime import datetime\`.`,
  },
  {
    error: /Cannot render\(\) after finish\(\)/u,
    only: ['ws/handler-error'],
    code: 'ws/handler-error',
    cause:
      '`render` of Tornado answers an HTTP request. A WebSocket message is sent with `write_message`, and `render_string` makes its text of the template.',
    fix: (at, _, printed) => {
      const given = named(printed, /\.render\(([^()]*)\)/u);
      return `In ${at} write \`self.write_message(self.render_string(${given ?? '"reply.html", message=message'}))\`.`;
    },
  },
  {
    error: /Cannot write\(\) after finish\(\)/u,
    code: 'sse/ends-early',
    cause:
      'Tornado ends the response when the handler returns or calls `finish()`, and something writes to it after that.',
    fix: (_, { interval }) =>
      `Stay in the handler while the client is connected, with \`await asyncio.sleep(${interval.seconds})\` in a loop, and do not call \`finish()\`.`,
  },
  {
    error: /Working outside of (?:request|application) context/u,
    code: 'sse/server-error',
    cause: 'The generator runs after the view has returned, and then Flask has no request any more.',
    fix: (at) =>
      `Read what you need of \`request\` before ${at}, in the view, or wrap the generator: \`Response(stream_with_context(events()), mimetype="text/event-stream")\`.`,
  },
  {
    error: /The view function for '[^']+' did not return a valid response/u,
    code: 'page/not-served',
    cause: 'A view of Flask must return its answer; without `return` it returns `None`.',
    fix: () => 'Write `return` before the answer in the view that the error names.',
  },
];

const WRITES = /\b([A-Za-z_]\w*)\.write\(/u;

/** What the first group that takes part in a match has, in the last line that matches: a name of the learner's; undefined: no line does. */
function named(printed: readonly string[], pattern: RegExp): string | undefined {
  const match = printed.map((line) => pattern.exec(line)).findLast((found) => found !== null);
  return match?.slice(1).find((group) => group !== undefined);
}

/** What `write` is called with, as far as `.encode()` can follow it: a name or a literal; else a name for it. */
function encoded(printed: readonly string[]): string {
  return named(printed, /\.write\(([A-Za-z_]\w*|f?"[^"`]{1,60}"|f?'[^'`]{1,60}')\)/u) ?? 'text';
}
