from pathlib import Path

from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from jinja2 import TemplateNotFound

folder = Path(__file__).resolve().parent
templates = Jinja2Templates(directory=str(folder / "templates"))

app = FastAPI()

# --- HTTP: the page and its scripts ---

# Without check_dir=False the server would not start before step 3
# has made the folder.
static = StaticFiles(directory=str(folder / "static"), check_dir=False)
app.mount("/static", static, name="static")


@app.get("/")
async def show_page() -> HTMLResponse:
    """Jinja2 looks for a newer file at each request.

    So an edited page shows without a restart.
    """
    try:
        page = templates.get_template("index.html")
    except TemplateNotFound:
        missing = "You write templates/index.html in step 3.\n"
        return HTMLResponse(missing, status_code=404)
    return HTMLResponse(page.render())


# --- WebSocket: the chat ---


@app.websocket("/ws")
async def chat(socket: WebSocket) -> None:
    """Runs once for each client, from its handshake until it leaves."""
    await socket.accept()
    try:
        while True:
            text = await socket.receive_text()
            await socket.send_text(f"Server says: You sent '{text}'")
    except WebSocketDisconnect:
        pass  # The client has left, which closed the connection.
