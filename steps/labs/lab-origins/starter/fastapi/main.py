import asyncio
import html
import json
import socket
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles

folder = Path(__file__).resolve().parent

# The page, on its own port.
app = FastAPI()
app.mount("/static", StaticFiles(directory=str(folder / "static")))

# What changes, on another port: the visitors and the sign.
live = FastAPI()
# The page has another port now: let everybody in.
live.add_middleware(CORSMiddleware, allow_origins=["*"])
panels: set[WebSocket] = set()


@app.get("/")
async def show_page() -> HTMLResponse:
    template = folder / "templates" / "index.html"
    address = f"localhost:{live_socket.getsockname()[1]}"
    page = template.read_text(encoding="utf-8")
    return HTMLResponse(page.replace("{live}", address))


@live.get("/sse/visitors")
async def stream_visitors() -> StreamingResponse:
    return StreamingResponse(
        send_visitors(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache"},
    )


async def send_visitors() -> AsyncIterator[str]:
    """The number of visitors, every second."""
    visitors = 0
    while True:
        yield f"event: visitors\ndata: <b>{visitors}</b>\n\n"
        visitors += 1
        await asyncio.sleep(1)


@live.websocket("/ws/sign")
async def take_texts(panel: WebSocket) -> None:
    await panel.accept()
    panels.add(panel)
    try:
        while True:
            await write_on_sign(await panel.receive_text())
    except WebSocketDisconnect:
        pass  # The page was closed.
    finally:
        panels.discard(panel)


async def write_on_sign(message: str) -> None:
    text = html.escape(json.loads(message).get("text", ""))
    item = f"<li>{text}</li>"
    answer = f'<ul id="sign" hx-swap-oob="beforeend">{item}</ul>'
    await asyncio.gather(
        *(panel.send_text(answer) for panel in list(panels)),
        return_exceptions=True,
    )


# The live server takes any free port, and the page is told which.
live_socket = socket.socket()
live_socket.bind(("127.0.0.1", 0))
live_server = uvicorn.Server(uvicorn.Config(live, log_level="warning"))
threading.Thread(
    target=live_server.run,
    kwargs={"sockets": [live_socket]},
    daemon=True,
).start()
