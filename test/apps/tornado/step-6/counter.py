import asyncio
from itertools import count

from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler


class CounterHandler(RequestHandler):
    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-cache")
        try:
            await self.flush()
            for number in count(1):
                await asyncio.sleep(1)
                self.write(f"data: <b>{number}</b>\n\n")
                await self.flush()
        except StreamClosedError:
            pass  # The client has left.
