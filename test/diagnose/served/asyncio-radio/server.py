# What a radio plays, written to a bare socket with asyncio. With the sse extension of htmx 1.
import asyncio
import os
from pathlib import Path

SONGS = ["Heron", "Marten", "Otter", "Wren"]


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        line, *_ = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        path = line.split(" ")[1]
        if path == "/playing":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
            for number in range(10_000):
                song = SONGS[number % len(SONGS)]
                writer.write(f"event: song\ndata: <em>{song}</em> no. {number}\n\n".encode())
                await writer.drain()
                await asyncio.sleep(0.08)
        script = path.startswith("/js/")
        folder = Path(os.environ["JS_FOLDER"]) if script else Path(__file__).parent
        kind = "text/javascript" if script else "text/html; charset=utf-8"
        body = (folder / (Path(path).name or "index.html")).read_bytes()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError, FileNotFoundError):
        pass
    finally:
        writer.close()


async def main() -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", int(os.environ["PORT"]))
    await server.serve_forever()


asyncio.run(main())
