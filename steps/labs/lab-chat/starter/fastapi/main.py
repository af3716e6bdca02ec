import html
import json
from pathlib import Path
from typing import Optional

from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

folder = Path(__file__).resolve().parent

app = FastAPI()
app.mount("/static", StaticFiles(directory=str(folder / "static")))


@app.get("/")
async def show_page() -> FileResponse:
    return FileResponse(folder / "templates" / "index.html")


@app.websocket("/ws")
async def chat(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            message = read_message(await socket.receive_text())
            if message is not None:
                line = render_line(f"You said: {html.escape(message)}")
                await socket.send_text(line)
    except WebSocketDisconnect:
        pass  # The client has left.


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


def render_line(content: str) -> str:
    """A line at the end of the chat window."""
    line = f"<p>{content}</p>"
    return f'<div id="chat-window" hx-swap-oob="beforeend">{line}</div>'
