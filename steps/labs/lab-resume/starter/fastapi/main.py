import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles

folder = Path(__file__).resolve().parent
LAST = 12

app = FastAPI()
app.mount("/static", StaticFiles(directory=str(folder / "static")))


@app.get("/")
async def show_page() -> FileResponse:
    return FileResponse(folder / "templates" / "index.html")


@app.get("/sse/parts")
async def stream_parts() -> StreamingResponse:
    return StreamingResponse(
        send_parts(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache"},
    )


async def send_parts() -> AsyncIterator[str]:
    """Four parts a second, from the first to the last."""
    for part in range(1, LAST + 1):
        await asyncio.sleep(0.25)
        yield f"data: <li>Part {part}</li>\n\n"
