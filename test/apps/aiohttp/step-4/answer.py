import html
import json


def answer(text):
    """HTML for the chat window; None for what the page's form would never send."""
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    match fields:
        case {"message": str(said)}:
            return f'<p hx-swap-oob="beforeend:#chat-window">You said: {html.escape(said)}<br></p>'
    return None
