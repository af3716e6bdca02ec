# A poll: each vote goes to everybody.
import asyncio
import json
import os
from pathlib import Path

from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

people = set()
votes = {"tea": 0, "coffee": 0}


class Page(RequestHandler):
    def get(self) -> None:
        self.write((Path(__file__).parent / "index.html").read_text())


class Poll(WebSocketHandler):
    def open(self) -> None:
        people.add(self)

    def on_close(self) -> None:
        people.discard(self)

    def on_message(self, message) -> None:
        choice = json.loads(message)["choice"]
        votes[choice] = votes.get(choice, 0) + 1
        for person in people:
            person.write_message(f'<p id="votes">{sum(votes.values())} votes</p>')


async def main() -> None:
    static = {"path": os.environ["JS_FOLDER"]}
    from tornado.web import StaticFileHandler

    Application([("/", Page), ("/poll", Poll), ("/js/(.*)", StaticFileHandler, static)]).listen(
        int(os.environ["PORT"]), address="127.0.0.1"
    )
    await asyncio.Event().wait()


asyncio.run(main())
