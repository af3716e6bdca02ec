# The score of a match.
import asyncio
import os
from itertools import count
from pathlib import Path

from tornado.iostream import StreamClosedError
from tornado.web import Application, RequestHandler, StaticFileHandler


class Page(RequestHandler):
    def get(self) -> None:
        self.write((Path(__file__).parent / "index.html").read_text())


class Score(RequestHandler):
    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        try:
            for goals in count(0):
                self.write(f"data: <b>{goals}</b>\n\n")
                await self.flush()
                await asyncio.sleep(0.08)
        except StreamClosedError:
            pass


async def main() -> None:
    routes = [("/", Page), ("/score", Score), ("/js/(.*)", StaticFileHandler, {"path": os.environ["JS_FOLDER"]})]
    Application(routes).listen(int(os.environ["PORT"]), address="127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
