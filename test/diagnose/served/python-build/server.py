# What a build prints, line by line, until it is over. Nothing but the standard library.
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STEPS = ["fetching", "compiling", "testing", "packing"]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/build":
            return self.build()
        script = self.path.startswith("/js/")
        folder = Path(os.environ["JS_FOLDER"]) if script else Path(__file__).parent
        body = (folder / (Path(self.path).name or "index.html")).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def build(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"retry: 150\n\n")
        for step in STEPS:
            self.wfile.write(f"event: line\ndata: <span>{step} …</span><br>\n\n".encode())
            self.wfile.flush()
            time.sleep(0.08)
        self.wfile.write(b"event: over\ndata: ok\n\n")

    def log_message(self, *_) -> None:
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
