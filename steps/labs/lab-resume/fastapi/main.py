import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles

folder = Path(__file__).resolve().parent
LAST = 12

app = FastAPI()
app.mount("/static", StaticFiles(directory=str(folder / "static")))


@app.get("/")
async def show_page() -> FileResponse:
    return FileResponse(folder / "templates" / "index.html")


@app.get("/sse/parts", response_model=None)
async def stream_parts(request: Request) -> Response:
    """The parts that this client lacks."""
    last = last_part(request.headers.get("last-event-id", ""))
    if last == LAST:
        # Only this status keeps a browser from coming back.
        return Response(status_code=204)
    return StreamingResponse(
        send_parts(last),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache"},
    )


async def send_parts(last: int) -> AsyncIterator[str]:
    """Four parts a second, from the one after this."""
    yield "retry: 1000\n\n"
    for part in range(last + 1, LAST + 1):
        await asyncio.sleep(0.25)
        yield f"id: {part}\ndata: <li>Part {part}</li>\n\n"
    # The page closes the stream when this event comes.
    yield "event: done\ndata: all parts\n\n"


def last_part(text: str) -> int:
    """The part that has this id; 0 for one that was never sent."""
    known = [str(part) for part in range(1, LAST + 1)]
    return int(text) if text in known else 0
