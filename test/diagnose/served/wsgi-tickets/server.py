# Tickets that are sold, by WSGI as Flask and Django stream: an iterable of bytes. With htmx 4.
import os
import time
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


def sales():
    for sold in range(1, 10_000):
        yield f"data: <b>{sold}</b> of 500 sold\n\n".encode()
        time.sleep(0.08)


def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/sales":
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        return sales()
    script = path.startswith("/js/")
    folder = Path(os.environ["JS_FOLDER"]) if script else Path(__file__).parent
    start_response("200 OK", [("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")])
    return [(folder / (Path(path).name or "index.html")).read_bytes()]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_) -> None:
        pass


make_server("127.0.0.1", int(os.environ["PORT"]), app, Server, Quiet).serve_forever()
