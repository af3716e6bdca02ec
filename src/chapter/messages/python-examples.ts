import type { ChapterMessages } from '../../messages/entry.ts';

/** `explain` for a server in Python, where the entry's own examples are for Node. */
export const pythonExamples: NonNullable<ChapterMessages['python']> = {
  'chat/envelope-echoed': {
    wrong: 'text = await websocket.receive_text()\nawait reply(websocket, text)',
    right: 'text = await websocket.receive_text()\nawait reply(websocket, json.loads(text)["message"])',
  },
  'chat/html-injection': {
    wrong: 'reply = f\'<div class="message">{message}</div>\'',
    right: 'reply = f\'<div class="message">{html.escape(message)}</div>\'',
  },
  'chat/text-altered': { wrong: 'text = html.escape(html.escape(message))', right: 'text = html.escape(message)' },
  'chat/lost-message': {
    wrong:
      'last = None  # one for all clients\n\nasync def read(websocket):\n    global last\n    last = await websocket.receive_text()',
    right: 'async def read(websocket):\n    return await websocket.receive_text()',
  },
  'chat/no-reconnect': { wrong: 'await websocket.close(1000)', right: 'await websocket.close(1012)' },
  'sse/not-counting': {
    wrong: 'while True:\n    count = 1\n    await asyncio.sleep(1)\n    yield f"data: <div>{count}</div>\\n\\n"',
    right:
      'count = 0\nwhile True:\n    count += 1\n    await asyncio.sleep(1)\n    yield f"data: <div>{count}</div>\\n\\n"',
  },
  'time/missing': {
    wrong: "reply = f'<p>Server says: {text}</p>'",
    right: "time = datetime.now().strftime('%H:%M:%S')\nreply = f'<p>Server ({time}) says: {text}</p>'",
  },
  'time/not-a-clock': {
    wrong: 'moment = time.time()  # 1767268800.0',
    right: 'moment = datetime.now().strftime("%H:%M:%S")  # "11:45:18"',
  },
  'time/frozen': {
    wrong:
      'time = datetime.now().strftime("%H:%M:%S")\nwhile True:\n    text = await websocket.receive_text()\n    await reply(websocket, text, time)',
    right:
      'while True:\n    text = await websocket.receive_text()\n    time = datetime.now().strftime("%H:%M:%S")\n    await reply(websocket, text, time)',
  },
};
