# A machine that is watched, over the WebSockets that the core of htmx 1 had.
import asyncio
import os
import random
from pathlib import Path

from aiohttp import web


async def page(_) -> web.FileResponse:
    return web.FileResponse(Path(__file__).parent / "index.html")


async def monitor(request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    while not socket.closed:
        await socket.send_str(f'<b id="heat">{random.randint(40, 60)} degrees</b>')
        await asyncio.sleep(0.08)
    return socket


app = web.Application()
app.router.add_get("/", page)
app.router.add_get("/monitor", monitor)
app.router.add_static("/js", os.environ["JS_FOLDER"])
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
