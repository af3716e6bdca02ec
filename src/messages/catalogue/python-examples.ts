import type { GenericCode } from '../../model/finding.ts';
import type { Names } from '../names.ts';

/** `explain` for a server in Python, where the entry's own examples are for Node. */
export interface PythonExample {
  readonly wrong: string;
  readonly right: string;
}

export type PythonExamples<C extends string> = {
  readonly [K in C]?: PythonExample | ((names: Names) => PythonExample);
};

const LISTENS =
  'app = FastAPI()\n\nif __name__ == "__main__":\n    port = int(os.environ.get("PORT", "8000"))\n    uvicorn.run(app, host="127.0.0.1", port=port)';
const ECHO =
  'while True:\n    text = await websocket.receive_text()\n    await websocket.send_text(f"You sent: {text}")';
const HEAD =
  'return StreamingResponse(\n    count_up(),\n    media_type="text/event-stream",\n    headers={"Cache-Control": "no-cache"},\n)';

function counts({ interval }: Names, numbers = 'itertools.count(1)'): string {
  return `async def count_up():\n    for count in ${numbers}:\n        await asyncio.sleep(${interval.seconds})\n        yield f"data: <div>{count}</div>\\n\\n"`;
}

const PAGE_ROUTE = (path: string): string =>
  `@app.get("${path}", response_class=HTMLResponse)\nasync def page():\n    return templates.get_template("index.html").render()`;

function endpoint(path: string, body: string): string {
  return `@app.websocket("${path}")\nasync def chat(websocket: WebSocket):\n    await websocket.accept()\n${indented(body)}`;
}

function route(path: string): string {
  return `@app.get("${path}")\nasync def counter():\n    return StreamingResponse(count_up(), media_type="text/event-stream")`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gmu, '    ');
}

function swap({ targetId }: Names, text: string): string {
  return `'<div id="${targetId}" hx-swap-oob="beforeend"><p>${text}</p></div>'`;
}

/** Of the codes that belong to no chapter. */
export const GENERIC_PYTHON: PythonExamples<GenericCode> = {
  'server/syntax-error': {
    wrong: 'await websocket.send_text(str(text)\nprint("sent")',
    right: 'await websocket.send_text(str(text))\nprint("sent")',
  },
  'server/missing-module': { wrong: 'from fastapi.websocket import WebSocket', right: 'from fastapi import WebSocket' },
  'server/missing-file': {
    wrong: '# the file is index.html\npage = Path("templates/page.html").read_text()',
    right: 'page = Path(__file__).parent / "templates" / "index.html"',
  },
  'server/port-in-use': { wrong: 'uvicorn.run(app, port=8000)', right: LISTENS },
  'server/exited': { wrong: 'app = FastAPI()\n# the file ends here, and `python main.py` with it', right: LISTENS },
  'server/never-listens': {
    wrong: 'app = FastAPI()\nasyncio.run(count_up())  # never returns\nuvicorn.run(app, port=port)',
    right: LISTENS,
  },
  'server/ignores-port': { wrong: 'uvicorn.run(app, port=3000)', right: LISTENS },
  'server/crashed-during-check': {
    wrong: 'if not text.startswith("{"):\n    os._exit(1)',
    right: 'if not text.startswith("{"):\n    continue  # not from htmx',
  },
  'server/stopped-answering': {
    wrong: '@app.get("/")\nasync def page():\n    time.sleep(1)',
    right: '@app.get("/")\nasync def page():\n    await asyncio.sleep(1)  # others are served meanwhile',
  },
  'ws/no-route': ({ socket }) => ({
    wrong: `@app.get("${socket}")\nasync def chat():\n    return "a route for GET"`,
    right: endpoint(socket, ECHO),
  }),
  'ws/path-mismatch': ({ socket }) => ({
    wrong: endpoint(`${socket}/`, ECHO),
    right: endpoint(socket, ECHO),
  }),
  'ws/no-reply': ({ socket }) => ({
    wrong: endpoint(socket, 'while True:\n    await websocket.receive_text()'),
    right: endpoint(socket, ECHO),
  }),
  'ws/closes-at-once': ({ socket }) => ({
    wrong: endpoint(socket, 'await websocket.send_text("Welcome")'),
    right: endpoint(socket, ECHO),
  }),
  'ws/handshake-failed': ({ socket }) => ({
    wrong: `@app.websocket("${socket}")\nasync def chat(websocket: WebSocket):\n    await asyncio.sleep(3600)\n    await websocket.accept()`,
    right: endpoint(socket, ECHO),
  }),
  'ws/frame-echoed': ({ field }) => ({
    wrong: 'text = await websocket.receive_text()\nawait show(f"<p>{text}</p>")',
    right: `text = json.loads(await websocket.receive_text())["${field}"]\nawait show(f"<p>{escape(text)}</p>")`,
  }),
  'live/unfilled': {
    wrong: 'yield "data: <b>{count}</b>\\n\\n"',
    right: 'yield f"data: <b>{count}</b>\\n\\n"',
  },
  'sse/run-together': {
    wrong: 'async for piece in pieces:\n    yield f"data:{piece}\\n\\n"',
    right: 'async for piece in pieces:\n    yield f"data: {piece}\\n\\n"',
  },
  'ws/canned-reply': {
    wrong: 'await websocket.send_text("You sent: {text}")',
    right: 'await websocket.send_text(f"You sent: {text}")',
  },
  'ws/text-altered': { wrong: 'await websocket.send_text(text.lower())', right: 'await websocket.send_text(text)' },
  'ws/out-of-order': {
    wrong:
      'while True:\n    text = await websocket.receive_text()\n    asyncio.create_task(reply_later(websocket, text))',
    right: ECHO,
  },
  'ws/binary-reply': { wrong: 'await websocket.send_bytes(text.encode())', right: 'await websocket.send_text(text)' },
  'ws/duplicate-reply': {
    wrong:
      'await websocket.send_text(reply)\nfor client in clients:  # this client is one of them\n    await client.send_text(reply)',
    right: 'for client in clients:\n    await client.send_text(reply)',
  },
  'ws/ends-by-itself': {
    wrong: 'text = await asyncio.wait_for(websocket.receive_text(), timeout=30)',
    right: 'text = await websocket.receive_text()',
  },
  'ws/crashes-on-text': {
    wrong: 'message = json.loads(text)["message"]',
    right: 'try:\n    message = json.loads(text)["message"]\nexcept (ValueError, KeyError, TypeError):\n    continue',
  },
  'ws/crashes-on-disconnect': {
    wrong: 'except WebSocketDisconnect:\n    os._exit(1)',
    right: 'except WebSocketDisconnect:\n    clients.discard(websocket)',
  },
  'ws/one-client-only': ({ socket }) => ({
    wrong: endpoint(
      socket,
      'async with lock:  # until this client leaves\n    while True:\n        text = await websocket.receive_text()\n        await websocket.send_text(text)',
    ),
    right: endpoint(socket, ECHO),
  }),
  'ws/too-much': {
    wrong: 'while True:\n    await websocket.send_text(render(text))',
    right: 'await websocket.send_text(render(text))',
  },
  'page/not-served': ({ page }) => ({
    wrong: `@app.get("/index.html", response_class=HTMLResponse)\nasync def page():\n    return templates.get_template("index.html").render()`,
    right: PAGE_ROUTE(page),
  }),
  'oob/plain-text': (names) => ({
    wrong: 'await websocket.send_text("Server says: hello")',
    right: `await websocket.send_text(\n    ${swap(names, 'hello')}\n)`,
  }),
  'oob/json-text': (names) => ({
    wrong: `await websocket.send_json(\n    ${swap(names, 'hello')}\n)`,
    right: `await websocket.send_text(\n    ${swap(names, 'hello')}\n)`,
  }),
  'oob/whole-page': (names) => ({
    wrong: 'await websocket.send_text(templates.get_template("index.html").render())',
    right: `await websocket.send_text(\n    ${swap(names, 'hello')}\n)`,
  }),
  'sse/no-route': ({ stream }) => ({ wrong: route('/counter'), right: route(stream) }),
  'sse/unexpected-status': { wrong: 'return Response(status_code=204)', right: HEAD },
  'sse/no-response': {
    wrong: 'return HTMLResponse("".join([piece async for piece in count_up()]))',
    right: HEAD,
  },
  'sse/wrong-content-type': { wrong: 'return StreamingResponse(count_up())', right: HEAD },
  'sse/cacheable': { wrong: 'return StreamingResponse(count_up(), media_type="text/event-stream")', right: HEAD },
  'sse/no-blank-line': {
    wrong: 'yield f"data: <div>{count}</div>\\n"',
    right: 'yield f"data: <div>{count}</div>\\n\\n"',
  },
  'sse/no-data-prefix': {
    wrong: 'yield f"<div>{count}</div>\\n\\n"',
    right: 'yield f"data: <div>{count}</div>\\n\\n"',
  },
  'sse/ends-early': (names) => ({
    wrong: 'async def count_up():\n    yield "data: <div>1</div>\\n\\n"',
    right: counts(names),
  }),
  'sse/falls-silent': (names) => ({
    wrong: `${counts(names, 'range(1, 31)')}\n    await asyncio.sleep(3600)`,
    right: counts(names),
  }),
  'sse/buffered': (names) => ({
    wrong:
      'async def collect():\n    pieces = []\n    async for piece in count_up():\n        pieces.append(piece)\n        if len(pieces) == 10:\n            yield "".join(pieces)',
    right: counts(names),
  }),
  'sse/one-client-only': ({ stream }) => ({
    wrong: `counter = count_up()  # one for all clients\n\n${route(stream).replace('count_up()', 'counter')}`,
    right: route(stream),
  }),
};
