/** What a reader of the printed chapter has typed when its step 5 is reached, and what turns each fault's report into code. */

/** The server as step 2 of the printed chapter has it. */
export const PRINTED_SERVER = `# main.py
from fastapi import FastAPI, WebSocket, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
import uvicorn
import asyncio # For SSE example later

app = FastAPI()

# We'll use Jinja2 for templating our HTML pages
templates = Jinja2Templates(directory="templates")

# Serve static files (like htmx.min.js) from a 'static' directory
app.mount("/static", StaticFiles(directory="static"), name="static")

# Root endpoint to serve our main HTML page
@app.get("/", response_class=HTMLResponse)
async def get_root(request: Request):
    return templates.TemplateResponse("index.html", {"request": request})

# WebSocket endpoint
@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept() # Accept the incoming WebSocket connection
    try:
        while True:
            # Wait for a message from the client
            data = await websocket.receive_text()
            print(f"Received from client: {data}")
            # Send the received message back to the client
            await websocket.send_text(f"Server says: You sent '{data}'")
    except Exception as e:
        print(f"WebSocket Error: {e}")
    finally:
        await websocket.close()
`;

/** Its step 4 replaces what sends the reply. */
export const REPLY_OF_STEP_2 = `            # Send the received message back to the client
            await websocket.send_text(f"Server says: You sent '{data}'")
`;
export const REPLY_OF_STEP_4 = `            # Send back an HTML snippet for the client to swap
            server_response_html = f'<div class="message server-message">Server says: You sent "{data}"</div>'
            await websocket.send_text(server_response_html)
`;

/** The page as step 3 has it. */
export const PRINTED_PAGE = `<!-- templates/index.html -->
<!DOCTYPE html>
<html lang="en">
<head>
    <meta charset="UTF-8">
    <title>HTMX Real-time Demo</title>
    <script src="/static/htmx.min.js"></script>
</head>
<body>
    <h1>HTMX WebSocket Echo Chat</h1>

    <div id="chat-window">
        <!-- Messages will appear here -->
    </div>

    <form ws-connect="/ws">
        <input type="text" name="message" placeholder="Type your message..." required>
        <button type="submit" ws-send>Send</button>
    </form>
</body>
</html>
`;

/** Step 4 adds this attribute to the window of the chat, which htmx does not know. */
export const WINDOW_OF_STEP_3 = '<div id="chat-window">';
export const WINDOW_OF_STEP_4 = '<div id="chat-window" ws-swap="beforeend">';

/** A fault on the way, what its fix says to write, and what the reader does about it. */
export interface Fault {
  readonly code: string;
  /** In the fix, so that nothing has to be guessed. */
  readonly says: readonly string[];
  /** `copy`: runs \`assets\`; else each text of a file and what replaces it; an empty text adds the file or the folder. */
  readonly edits: 'copy' | readonly (readonly [file: string, from: string, to: string])[];
  /** It comes only where FastAPI is new, or only where it is old. */
  readonly onlyWhere?: 'new' | 'old';
}

const SCRIPT = '<script src="/static/ws.js"></script>';
const HTMX = '<script src="/static/htmx.min.js"></script>';
const DIV = '<div class="message server-message">Server says: You sent "{data}"</div>';
const READ = 'data = await websocket.receive_text()\n';

export const FAULTS: Readonly<Record<'step-2' | 'step-3' | 'step-4' | 'step-5', readonly Fault[]>> = {
  'step-2': [
    { code: 'server/no-entry-file', says: ['main.py'], edits: [['main.py', '', PRINTED_SERVER]] },
    { code: 'server/missing-directory', says: ['mkdir static'], edits: [['static/', '', '']] },
  ],
  'step-3': [
    {
      code: 'python/template-call',
      says: ['templates.TemplateResponse(request, "index.html")'],
      edits: [
        [
          'main.py',
          'templates.TemplateResponse("index.html", {"request": request})',
          'templates.TemplateResponse(request, "index.html")',
        ],
      ],
      onlyWhere: 'new',
    },
    {
      code: 'page/not-served',
      says: ['templates/index.html'],
      edits: [['templates/index.html', '', PRINTED_PAGE]],
      onlyWhere: 'old',
    },
    { code: 'page/script-missing', says: ['htmx-realtime-tutor assets'], edits: 'copy' },
    {
      code: 'htmx/extension-script-missing',
      says: [SCRIPT],
      edits: [['templates/index.html', HTMX, `${HTMX}\n    ${SCRIPT}`]],
    },
    {
      code: 'htmx/extension-not-enabled',
      says: ['hx-ext="ws"', 'ws-connect'],
      edits: [['templates/index.html', '<form ws-connect', '<form hx-ext="ws" ws-connect']],
    },
  ],
  'step-4': [
    {
      code: 'oob/no-id',
      says: ['<div id="chat-window" hx-swap-oob="beforeend">', '</div>'],
      edits: [['main.py', DIV, `<div id="chat-window" hx-swap-oob="beforeend">${DIV}</div>`]],
    },
    {
      code: 'chat/envelope-echoed',
      says: ['message = json.loads(data)["message"]', 'import json'],
      edits: [
        ['main.py', READ, `${READ}            message = json.loads(data)["message"]\n`],
        ['main.py', 'You sent "{data}"', 'You sent "{message}"'],
        ['main.py', 'import asyncio', 'import json\nimport asyncio'],
      ],
    },
    {
      code: 'chat/html-injection',
      says: ['html.escape(message)', 'import html'],
      edits: [
        ['main.py', '"{message}"', '"{html.escape(message)}"'],
        ['main.py', 'import json', 'import html\nimport json'],
      ],
    },
  ],
  'step-5': [],
};
