# Python imports a module of this name before a program starts (PYTHONPATH leads here): what a learner's server waits for comes
# sooner, by the factor in FAST_CLOCK. Short waits stay as they are: they belong to the inner workings of libraries.
import asyncio
import os
import time

SHORT = 0.25
FACTOR = float(os.environ.get("FAST_CLOCK", "1"))

_sleep = asyncio.sleep
_block = time.sleep


def _sooner(seconds):
    return seconds / FACTOR if seconds >= SHORT else seconds


async def sleep(delay, *rest, **named):
    return await _sleep(_sooner(delay), *rest, **named)


def block(seconds):
    _block(_sooner(seconds))


asyncio.sleep = asyncio.tasks.sleep = sleep
time.sleep = block

if os.environ.get("FAST_DATE") == "1":

    def _fast(read):
        begun = read()
        return lambda: begun + (read() - begun) * FACTOR

    time.time, time.monotonic, time.perf_counter = map(_fast, (time.time, time.monotonic, time.perf_counter))
