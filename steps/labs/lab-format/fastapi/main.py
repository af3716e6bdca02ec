import asyncio
import html
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

folder = Path(__file__).resolve().parent
streams: set[asyncio.Queue[str]] = set()

app = FastAPI()
app.mount("/static", StaticFiles(directory=str(folder / "static")))


@app.get("/")
async def show_page() -> FileResponse:
    return FileResponse(folder / "templates" / "index.html")


@app.get("/sse/notes")
async def stream_notes() -> StreamingResponse:
    return StreamingResponse(
        send_notes(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache"},
    )


async def send_notes() -> AsyncIterator[str]:
    events: asyncio.Queue[str] = asyncio.Queue()
    streams.add(events)
    try:
        yield "retry: 2000\n\n"
        while True:
            yield await events.get()
    finally:
        streams.discard(events)


@app.post("/notes")
async def take_note(request: Request) -> Response:
    """A note for everybody whose page is open."""
    form = parse_qs((await request.body()).decode())
    note = form.get("text", [""])[0]
    event = urgent(note) if "urgent" in form else ordinary(note)
    for events in streams:
        events.put_nowait(event)
    return Response(status_code=204)


def ordinary(note: str) -> str:
    return data_of(f"<li>{html.escape(note)}</li>")


def urgent(note: str) -> str:
    item = f'<li class="urgent">{html.escape(note)}</li>'
    return f"event: urgent\n{data_of(item)}"


def data_of(item: str) -> str:
    """An event's lines: any text may have line ends, of any kind."""
    lines = re.split(r"\r\n|\n|\r", item)
    return "".join(f"data: {line}\n" for line in lines) + "\n"
