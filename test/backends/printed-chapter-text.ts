/** What the printed chapter says to type. */

/** The server of step 2. */
export const PRINTED_SERVER = `# main.py
from fastapi import FastAPI, WebSocket, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
import uvicorn
import asyncio # For SSE example later

app = FastAPI()

# We'll use Jinja2 for templating our HTML pages
templates = Jinja2Templates(directory="templates")

# Serve static files (like htmx.min.js) from a 'static' directory
app.mount("/static", StaticFiles(directory="static"), name="static")

# Root endpoint to serve our main HTML page
@app.get("/", response_class=HTMLResponse)
async def get_root(request: Request):
    return templates.TemplateResponse("index.html", {"request": request})

# WebSocket endpoint
@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept() # Accept the incoming WebSocket connection
    try:
        while True:
            # Wait for a message from the client
            data = await websocket.receive_text()
            print(f"Received from client: {data}")
            # Send the received message back to the client
            await websocket.send_text(f"Server says: You sent '{data}'")
    except Exception as e:
        print(f"WebSocket Error: {e}")
    finally:
        await websocket.close()
`;

/** The page of step 3. */
export const PRINTED_PAGE = `<!-- templates/index.html -->
<!DOCTYPE html>
<html lang="en">
<head>
    <meta charset="UTF-8">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <title>HTMX Real-time Demo</title>
    <script src="/static/htmx.min.js"></script>
    <style>
        body { font-family: sans-serif; margin: 20px; }
        #chat-window { border: 1px solid #ccc; padding: 10px; height: 200px; overflow-y: scroll; margin-bottom: 10px; background-color: #f9f9f9; }
        .message { margin-bottom: 5px; }
        .my-message { text-align: right; color: blue; }
        .server-message { text-align: left; color: green; }
    </style>
</head>
<body>
    <h1>HTMX WebSocket Echo Chat</h1>

    <div id="chat-window">
        <!-- Messages will appear here -->
    </div>

    <form ws-connect="/ws">
        <input type="text" name="message" placeholder="Type your message..." required>
        <button type="submit" ws-send>Send</button>
    </form>

    <p>This is a simple echo chat. Your message goes to the server via WebSocket, and the server sends it right back!</p>
</body>
</html>
`;

/** Steps 4 and 6 print the whole body again, each time without what reports have added to it. */
export const BODY = /<body>[\s\S]*<\/body>/u;
export const BODY_OF_STEP_4 = `<body>
        <h1>HTMX WebSocket Echo Chat</h1>

        <div id="chat-window" ws-swap="beforeend">
            <!-- Messages will appear here -->
        </div>

        <form ws-connect="/ws">
            <input type="text" name="message" placeholder="Type your message..." required>
            <button type="submit" ws-send>Send</button>
        </form>

        <p>This is a simple echo chat. Your message goes to the server via WebSocket, and the server sends it right back!</p>
    </body>`;
export const BODY_OF_STEP_6 = `<body>
        <h1>HTMX WebSocket Echo Chat</h1>

        <div id="chat-window" ws-swap="beforeend">
            <!-- Messages will appear here -->
        </div>

        <form ws-connect="/ws">
            <input type="text" name="message" placeholder="Type your message..." required>
            <button type="submit" ws-send>Send</button>
        </form>

        <p>This is a simple echo chat. Your message goes to the server via WebSocket, and the server sends it right back!</p>

        <hr>

        <h2>HTMX Server-Sent Events (SSE) Counter</h2>
        <div sse-connect="/sse/counter" sse-swap="innerHTML">
            <p>Waiting for server to send updates...</p>
            <!-- Counter updates will appear here -->
        </div>

        <p>This counter updates every second, pushed directly from the server using SSE!</p>
    </body>`;

/** Step 4 and the solution of the challenge print the whole endpoint again. */
export const ENDPOINT = /@app\.websocket[\s\S]*?(?=\n+# SSE endpoint|\n$(?![\s\S]))/u;
export const ENDPOINT_OF_STEP_4 = `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()
    try:
        while True:
            data = await websocket.receive_text()
            print(f"Received from client: {data}")
            # Send back an HTML snippet for the client to swap
            client_message_html = f'<div class="message my-message">You: {data}</div>'
            server_response_html = f'<div class="message server-message">Server says: You sent "{data}"</div>'

            # HTMX expects a single HTML fragment per swap.
            # We'll send the server's response. For a real chat,
            # you'd also send your own message back to all clients.
            await websocket.send_text(server_response_html)
            # You could also send the client message back to the client itself
            # await websocket.send_text(client_message_html) # (Optional, if you want to see your own message rendered by server)

    except Exception as e:
        print(f"WebSocket Error: {e}")
    finally:
        await websocket.close()`;
export const ENDPOINT_OF_SOLUTION = `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()
    try:
        while True:
            data = await websocket.receive_text()
            print(f"Received from client: {data}")

            current_time = datetime.now().strftime("%H:%M:%S") # Get current time

            client_message_html = f'<div class="message my-message">You ({current_time}): {data}</div>'
            server_response_html = f'<div class="message server-message">Server ({current_time}) says: You sent "{data}"</div>'

            await websocket.send_text(server_response_html)

    except Exception as e:
        print(f"WebSocket Error: {e}")
    finally:
        await websocket.close()`;

/** Step 6 adds it at the end. */
export const STREAM_OF_STEP_6 = `# SSE endpoint
@app.get("/sse/counter")
async def sse_counter():
    async def event_generator():
        count = 0
        while True:
            await asyncio.sleep(1) # Wait for 1 second
            count += 1
            # SSE message format: "data: [your_data]\\n\\n"
            # HTMX expects an HTML fragment as the data.
            yield f"data: <div class='counter-update'>Current count: {count}</div>\\n\\n"

    return HTMLResponse(content=event_generator(), media_type="text/event-stream")
`;
