import asyncio
from itertools import count

from aiohttp import web


async def counter(request: web.Request) -> web.StreamResponse:
    """aiohttp cancels nothing when a client leaves; the write fails, and that ends the loop."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    try:
        for number in count(1):
            await asyncio.sleep(1)
            await response.write(f"data: <b>{number}</b>\n\n".encode())
    except ConnectionResetError:
        pass
    return response
