# A chat that everybody reads.
import html
import os
from pathlib import Path

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

app = FastAPI()
app.mount("/js", StaticFiles(directory=os.environ["JS_FOLDER"]))
people: set[WebSocket] = set()


@app.get("/")
async def page() -> FileResponse:
    return FileResponse(Path(__file__).parent / "index.html")


@app.websocket("/chat")
async def chat(socket: WebSocket) -> None:
    await socket.accept()
    people.add(socket)
    try:
        while True:
            said = await socket.receive_json()
            line = f'<p><b>Somebody</b>: {html.escape(said["message"])}</p>'
            for person in list(people):
                await person.send_text(f'<div id="log" hx-swap-oob="beforeend">{line}</div>')
    except WebSocketDisconnect:
        pass
    finally:
        people.discard(socket)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error")
