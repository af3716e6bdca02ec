# Prices that change, with htmx 4.
import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles

app = FastAPI()
app.mount("/js", StaticFiles(directory=os.environ["JS_FOLDER"]))


@app.get("/")
async def page() -> FileResponse:
    return FileResponse(Path(__file__).parent / "index.html")


async def prices() -> AsyncIterator[str]:
    while True:
        yield f"data: <td>ACME</td><td>{random.randint(90, 110)}</td>\n\n"
        await asyncio.sleep(0.08)


@app.get("/prices")
async def stream() -> StreamingResponse:
    return StreamingResponse(prices(), media_type="text/event-stream")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="error")
