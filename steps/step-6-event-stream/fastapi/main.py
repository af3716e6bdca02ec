import asyncio
import html
import itertools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Optional

from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from jinja2 import TemplateNotFound

folder = Path(__file__).resolve().parent
templates = Jinja2Templates(directory=str(folder / "templates"))

app = FastAPI()

# --- HTTP: the page and its scripts ---

# Without check_dir=False the server would not start before step 3 has made the folder.
app.mount("/static", StaticFiles(directory=str(folder / "static"), check_dir=False), name="static")


@app.get("/")
async def show_page() -> HTMLResponse:
    """Jinja2 looks for a newer file at each request, so that an edited page shows without a restart."""
    try:
        page = templates.get_template("index.html")
    except TemplateNotFound:
        return HTMLResponse("Step 3 writes templates/index.html.\n", status_code=404)
    return HTMLResponse(page.render())


# --- WebSocket: the chat ---


@app.websocket("/ws")
async def chat(socket: WebSocket) -> None:
    """Runs once for each client, from its handshake until it leaves."""
    await socket.accept()
    try:
        while True:
            text = await socket.receive_text()
            message = read_message(text)
            if message is not None:
                await socket.send_text(render_reply(message))
    except WebSocketDisconnect:
        pass  # The client has left. That is no error, and there is nothing left to close.


def read_message(text: str) -> Optional[str]:
    """The typed text out of htmx's JSON; None for anything else that a client may send."""
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    message = fields.get("message") if isinstance(fields, dict) else None
    return message if isinstance(message, str) else None


def render_reply(message: str) -> str:
    """The outer element says where its content goes and how; only the inner one ends up in the page."""
    # Unescaped, the text could bring its own elements into the page.
    text = f'Server says: You sent "{html.escape(message)}"'
    reply = f'<div class="message server-message">{text}</div>'
    return f'<div id="chat-window" hx-swap-oob="beforeend">{reply}</div>'


# --- Server-sent events: the counter ---


@app.get("/sse/counter")
async def stream_counter() -> StreamingResponse:
    """A response without an end."""
    return StreamingResponse(
        count_seconds(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache"},
    )


async def count_seconds() -> AsyncIterator[str]:
    """One event a second, counted from 1 for each client; cancelled while it sleeps when the client leaves."""
    for count in itertools.count(1):
        await asyncio.sleep(1)
        # The blank line ends the event: until it arrives, the browser holds the data back.
        yield f'data: <div class="counter-update">Current count: {count}</div>\n\n'
