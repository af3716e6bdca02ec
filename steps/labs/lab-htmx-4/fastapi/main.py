import asyncio
import html
import itertools
import json
from collections.abc import AsyncIterator
from datetime import datetime
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

# Without check_dir=False the server would not start before step 3
# has made the folder.
static = StaticFiles(directory=str(folder / "static"), check_dir=False)
app.mount("/static", static, name="static")


@app.get("/")
async def show_page() -> HTMLResponse:
    """Jinja2 looks for a newer file at each request.

    So an edited page shows without a restart.
    """
    try:
        page = templates.get_template("index.html")
    except TemplateNotFound:
        missing = "You write templates/index.html in step 3.\n"
        return HTMLResponse(missing, status_code=404)
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
        pass  # The client has left, which closed the connection.


def read_message(text: str) -> Optional[str]:
    """The typed text out of htmx's JSON; None for anything else."""
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    if not isinstance(fields, dict):
        return None
    message = fields.get("message")
    return message if isinstance(message, str) else None


def render_reply(message: str) -> str:
    """The outer element says where its content goes and how.

    Only the inner one ends up in the page.
    """
    time = datetime.now().strftime("%H:%M:%S")
    # Unescaped, the text could bring its own elements into the page.
    sent = html.escape(message)
    text = f'Server (<time>{time}</time>) says: You sent "{sent}"'
    line = f'<div class="message server-message">{text}</div>'
    return f'<div id="chat-window" hx-swap-oob="beforeend">{line}</div>'


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
    """One event a second, counted from 1 for each client.

    It is cancelled while it sleeps when the client leaves.
    """
    for count in itertools.count(1):
        await asyncio.sleep(1)
        text = f"Current count: {count}"
        # The blank line ends the event: until it arrives,
        # the browser holds the data back.
        yield f'data: <div class="counter-update">{text}</div>\n\n'
