import asyncio
import html
import json
from collections import deque
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


class Client:
    """One connection: its name, and what waits to be sent to it."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket
        self.name: Optional[str] = None
        # A client for which more messages wait does not keep up.
        self.waiting: asyncio.Queue[str] = asyncio.Queue(100)
        self.is_too_slow = asyncio.Event()

    def send(self, line: str) -> None:
        """Never waits, so that nobody waits for this client."""
        try:
            self.waiting.put_nowait(line)
        except asyncio.QueueFull:
            self.is_too_slow.set()

    async def read(self) -> None:
        try:
            while True:
                message = read_message(await self.socket.receive_text())
                if message is None:
                    continue
                if self.name is None:
                    join(self, message)
                else:
                    say(self.name, message)
        except WebSocketDisconnect:
            pass  # The client has left, with a goodbye or without.

    async def write(self) -> None:
        while True:
            await self.socket.send_text(await self.waiting.get())


people: list[Client] = []
history: deque[str] = deque(maxlen=20)


@app.websocket("/ws")
async def chat(socket: WebSocket) -> None:
    await socket.accept()
    client = Client(socket)
    parts = [client.read(), client.write(), client.is_too_slow.wait()]
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        # The first that ends ends the connection.
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        if client in people:
            people.remove(client)
            send_to_all(note(f"{client.name} has left"))
    await asyncio.gather(*tasks, return_exceptions=True)


def join(client: Client, name: str) -> None:
    """The others are told; the new one gets what was said before."""
    send_to_all(note(f"{name} has joined"))
    client.name = name
    people.append(client)
    for line in history:
        client.send(line)


def say(name: str, message: str) -> None:
    said = html.escape(message)
    line = render_line(f"<b>{html.escape(name)}</b>: {said}")
    history.append(line)
    send_to_all(line)


def send_to_all(line: str) -> None:
    for client in people:
        client.send(line)


def note(text: str) -> str:
    return render_line(f"<i>{html.escape(text)}</i>")


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
