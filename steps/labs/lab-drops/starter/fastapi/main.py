import asyncio
import html
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

folder = Path(__file__).resolve().parent
streams: set[asyncio.Queue[str]] = set()

app = FastAPI()
app.mount("/static", StaticFiles(directory=str(folder / "static")))


@app.get("/")
async def show_page() -> FileResponse:
    return FileResponse(folder / "templates" / "index.html")


@app.get("/sse/prices")
async def stream_prices() -> StreamingResponse:
    return StreamingResponse(
        send_prices(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache"},
    )


async def send_prices() -> AsyncIterator[str]:
    """All prices. A connection that is not used any more is ended."""
    prices: asyncio.Queue[str] = asyncio.Queue()
    streams.add(prices)
    try:
        yield "retry: 1000\n\n"
        while True:
            try:
                yield await asyncio.wait_for(prices.get(), 2)
            except asyncio.TimeoutError:
                return
    finally:
        streams.discard(prices)


@app.post("/prices")
async def take_price(request: Request) -> Response:
    """A price from the exchange, for everybody."""
    form = parse_qs((await request.body()).decode())
    name, price = form["name"][0], form["price"][0]
    item = f"<li>{html.escape(name)} {html.escape(price)}</li>"
    for prices in streams:
        prices.put_nowait(f"event: price\ndata: {item}\n\n")
    return Response(status_code=204)


@app.websocket("/ws/orders")
async def take_orders(socket: WebSocket) -> None:
    await socket.accept()
    try:
        # Nobody trades longer than this without a new connection.
        await asyncio.wait_for(answer_orders(socket), 3)
    except asyncio.TimeoutError:
        await socket.close(code=1000)
    except WebSocketDisconnect:
        pass  # The page was closed.


async def answer_orders(socket: WebSocket) -> None:
    while True:
        order = json.loads(await socket.receive_text()).get("order", "")
        item = f"<li>{html.escape(order)}: taken</li>"
        await socket.send_text(
            f'<ul id="orders" hx-swap-oob="beforeend">{item}</ul>'
        )
