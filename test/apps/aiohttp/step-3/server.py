import os
from pathlib import Path

from aiohttp import WSMsgType, web

from answer import answer

FOLDER = Path(__file__).resolve().parent
routes = web.RouteTableDef()
routes.static("/static", FOLDER / "static")


@routes.get("/")
async def page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(FOLDER / "templates" / "index.html")


@routes.get("/ws")
async def chat(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            reply = answer(message.data)
            if reply is not None:
                await socket.send_str(reply)
    return socket


if __name__ == "__main__":
    app = web.Application()
    app.add_routes(routes)
    web.run_app(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))
