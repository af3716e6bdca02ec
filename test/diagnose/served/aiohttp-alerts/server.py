# Alerts, and a request that each of them starts.
import asyncio
import os
from itertools import count
from pathlib import Path

from aiohttp import web


async def page(_) -> web.FileResponse:
    return web.FileResponse(Path(__file__).parent / "index.html")


async def latest(_) -> web.Response:
    return web.Response(text="<p>The pump has stopped.</p>", content_type="text/html")


async def alerts(request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    for number in count(1):
        await response.write(f"id: {number}\nevent: alert\ndata: {number}\n\n".encode())
        await asyncio.sleep(0.2)


app = web.Application()
app.router.add_get("/", page)
app.router.add_get("/latest", latest)
app.router.add_get("/alerts", alerts)
app.router.add_static("/js", os.environ["JS_FOLDER"])
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
