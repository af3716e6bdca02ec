from datetime import datetime

from tornado.escape import json_decode, xhtml_escape


def answer(message):
    """HTML for the chat window; None for what the page's form would never send."""
    try:
        said = json_decode(message)["message"]
    except (ValueError, TypeError, KeyError):
        return None
    if not isinstance(said, str):
        return None
    now = datetime.now().strftime("%I:%M:%S %p")
    line = f"<p>You said: {xhtml_escape(said)} <small>at {now}</small></p>"
    return f'<div id="chat-window" hx-swap-oob="beforeend">{line}</div>'
