# Notes on a wall, with htmx 4: the answer goes to the target of the connecting element.
import html
import os
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.endpoints import WebSocketEndpoint
from starlette.responses import FileResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles


class Wall(WebSocketEndpoint):
    encoding = "json"

    async def on_receive(self, websocket, data) -> None:
        await websocket.send_text(f"<li>{html.escape(data['note'])}</li>")


async def page(_) -> FileResponse:
    return FileResponse(Path(__file__).parent / "index.html")


app = Starlette(
    routes=[
        Route("/", page),
        WebSocketRoute("/wall", Wall),
        Mount("/js", StaticFiles(directory=os.environ["JS_FOLDER"])),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error")
