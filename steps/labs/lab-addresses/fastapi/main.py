import asyncio
import html
import json
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles

folder = Path(__file__).resolve().parent
board: set[WebSocket] = set()

app = FastAPI()
app.mount("/static", StaticFiles(directory=str(folder / "static")))


@app.get("/")
async def show_page() -> FileResponse:
    return FileResponse(folder / "templates" / "index.html")


@app.get("/sse/oven")
async def stream_oven() -> StreamingResponse:
    return StreamingResponse(
        send_progress(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache"},
    )


async def send_progress() -> AsyncIterator[str]:
    """Twice a second, how far the oven is."""
    percent = 0
    while True:
        await asyncio.sleep(0.5)
        percent = (percent + 4) % 104
        bar = f'<progress max="100" value="{percent}"></progress>'
        yield f"event: progress\ndata: {bar} {percent} %\n\n"


@app.websocket("/ws/board")
async def take_cards(socket: WebSocket) -> None:
    await socket.accept()
    board.add(socket)
    try:
        while True:
            await pin_card(await socket.receive_text())
    except WebSocketDisconnect:
        pass  # The page was closed.
    finally:
        board.discard(socket)


async def pin_card(text: str) -> None:
    """A card goes to everybody who has the page open."""
    card = json.loads(text).get("card", "")
    item = f"<li>{html.escape(card)}</li>"
    message = f'<ul id="cards" hx-swap-oob="beforeend">{item}</ul>'
    await asyncio.gather(
        *(socket.send_text(message) for socket in list(board)),
        return_exceptions=True,
    )
