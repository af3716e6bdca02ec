import html
import json
from time import strftime

CLOCK = "%H:%M:%S"


def answer(text):
    """HTML for the chat window; None for what the page's form would never send."""
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    match fields:
        case {"message": str(said)}:
            return f'<p hx-swap-oob="beforeend:#chat-window">{strftime(CLOCK)} You said: {html.escape(said)}<br></p>'
    return None
