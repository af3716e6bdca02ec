# Rows of a table, the newest on top.
import asyncio
import os
from itertools import count
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles


async def rows():
    for number in count(1):
        yield f"event: job\ndata: <tr><td>{number}</td><td>done</td></tr>\n\n"
        await asyncio.sleep(0.08)


async def jobs(_) -> StreamingResponse:
    return StreamingResponse(rows(), media_type="text/event-stream")


async def page(_) -> FileResponse:
    return FileResponse(Path(__file__).parent / "index.html")


app = Starlette(
    routes=[
        Route("/", page),
        Route("/jobs", jobs),
        Mount("/js", StaticFiles(directory=os.environ["JS_FOLDER"])),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error")
