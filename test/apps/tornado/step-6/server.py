import asyncio
import os
from pathlib import Path

from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from answer import answer
from counter import CounterHandler

FOLDER = Path(__file__).resolve().parent


class PageHandler(RequestHandler):
    def get(self) -> None:
        self.render("index.html")


class ChatHandler(WebSocketHandler):
    def on_message(self, message: str | bytes) -> None:
        reply = answer(message)
        if reply is not None:
            self.write_message(reply)


def make_app() -> Application:
    return Application(
        [("/", PageHandler), ("/ws", ChatHandler), ("/sse/counter", CounterHandler)],
        template_path=str(FOLDER / "templates"),
        static_path=str(FOLDER / "static"),
    )


async def main() -> None:
    make_app().listen(int(os.environ.get("PORT", "8000")), address="127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
