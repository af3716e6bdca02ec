def answer(message):
    return f"You said: {message}"
