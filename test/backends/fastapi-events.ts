import type { Code } from '../../src/model/finding.ts';

/** A way to send events from FastAPI with a library that writes the fields, and what the checks must say of it. */
export interface EventsServer {
  readonly title: string;
  /** The part of main.py that makes the stream. */
  readonly source: string;
  /** An event as the server sent it (FastAPI 0.142.2, sse-starlette 3.5.0), `COUNT` for its number. */
  readonly event: string;
  /** Absent: it passes. */
  readonly code?: Code;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** In the fix. */
  readonly fix?: RegExp;
}

const OF_STARLETTE = `from sse_starlette.sse import EventSourceResponse


@app.get("/sse/counter")
async def stream_counter():
    return EventSourceResponse(count_seconds())


async def count_seconds():
`;
const OF_FASTAPI = `from fastapi.sse import EventSourceResponse, ServerSentEvent


@app.get("/sse/counter", response_class=EventSourceResponse)
async def count_seconds():
`;

function loop(event: string): string {
  return `    for count in itertools.count(1):
        await asyncio.sleep(1)
        yield ${event}
`;
}

const HTML = 'f"<div>Current count: {count}</div>"';
const FORMATTED = String.raw`f"data: <div>Current count: {count}</div>\n\n"`;

export const EVENTS_SERVERS: readonly EventsServer[] = [
  {
    title: 'sse-starlette gets a text that is an event already',
    source: OF_STARLETTE + loop(FORMATTED),
    event: 'data: data: <div>Current count: COUNT</div>\r\ndata: \r\ndata: \r\n\r\n',
    code: 'sse/doubled-prefix',
    facts: { field: 'data', by: 'EventSourceResponse' },
    fix: /^Yield only the HTML/u,
  },
  {
    title: 'fastapi.sse gets a text that is an event already',
    source: OF_FASTAPI + loop(FORMATTED),
    event: 'data: "data: <div>Current count: COUNT</div>\\n\\n"\n\n',
    code: 'sse/doubled-prefix',
    facts: { field: 'data', by: 'fastapi.sse' },
    fix: /ServerSentEvent\(raw_data=/u,
  },
  {
    title: 'fastapi.sse makes JSON of a text',
    source: OF_FASTAPI + loop(HTML),
    event: 'data: "<div>Current count: COUNT</div>"\n\n',
    code: 'sse/json-data',
    facts: { holds: 'string', by: 'fastapi.sse' },
    fix: /ServerSentEvent\(raw_data=/u,
  },
  {
    title: 'fastapi.sse makes JSON of the data of an event',
    source: OF_FASTAPI + loop(`ServerSentEvent(data=${HTML})`),
    event: 'data: "<div>Current count: COUNT</div>"\n\n',
    code: 'sse/json-data',
    facts: { holds: 'string', by: 'fastapi.sse' },
    fix: /`raw_data` is sent as it is/u,
  },
  {
    title: 'fastapi.sse gets a raw text that is an event already',
    source: OF_FASTAPI + loop(`ServerSentEvent(raw_data=${FORMATTED})`),
    event: 'data: data: <div>Current count: COUNT</div>\ndata: \ndata: \n\n',
    code: 'sse/doubled-prefix',
    facts: { field: 'data', by: 'fastapi.sse' },
    fix: /ServerSentEvent\(raw_data=f"<div>/u,
  },
  {
    title: 'the response class of fastapi.sse is returned',
    source: OF_STARLETTE.replace('sse_starlette.sse', 'fastapi.sse') + loop(HTML),
    event: '<div>Current count: COUNT</div>',
    code: 'sse/no-data-prefix',
    facts: { field: '<div>Current count', by: 'fastapi.sse' },
    fix: /response_class=EventSourceResponse/u,
  },
  {
    title: 'fastapi.sse gets the HTML as raw data',
    source: OF_FASTAPI + loop(`ServerSentEvent(raw_data=${HTML})`),
    event: 'data: <div>Current count: COUNT</div>\n\n',
  },
  {
    title: 'sse-starlette gets the HTML',
    source: OF_STARLETTE + loop(`{"data": ${HTML}}`),
    event: 'data: <div>Current count: COUNT</div>\r\n\r\n',
  },
];
