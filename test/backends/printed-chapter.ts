import {
  BODY,
  BODY_OF_STEP_4,
  BODY_OF_STEP_6,
  ENDPOINT,
  ENDPOINT_OF_SOLUTION,
  ENDPOINT_OF_STEP_4,
  PRINTED_PAGE,
  PRINTED_SERVER,
  STREAM_OF_STEP_6,
} from './printed-chapter-text.ts';

/** What a reader types step by step, the fault that the next report then names, and what its fix makes of the text. */

/** `from` occurs once in the file; an empty one adds the file. */
export type Edit = readonly [file: string, from: string | RegExp, to: string];

/** What a reader does about a finding. */
export interface Answer {
  readonly code: string;
  /** In the fix, so that nothing has to be guessed. */
  readonly says: readonly string[];
  /** `run`: types the first command of the fix into a shell in the folder; else what the fix says to write. */
  readonly edits: 'run' | readonly Edit[];
}

/** A fault on the way. */
export interface Fault extends Answer {
  /** It comes only where FastAPI is new. */
  readonly onlyWhere?: 'new';
}

export interface Stage {
  readonly title: string;
  readonly step: string;
  /** Printed there, and typed before the first check. */
  readonly typed: readonly Edit[];
  /** In the order in which the reports name them; then the step passes. */
  readonly faults: readonly Fault[];
}

const HTMX = '<script src="/static/htmx.min.js"></script>';
const READ = 'data = await websocket.receive_text()\n';

const loads = (extension: string): Fault => {
  const script = `<script src="/static/${extension}.js"></script>`;
  return {
    code: 'htmx/extension-script-missing',
    says: [script],
    edits: [['templates/index.html', HTMX, `${HTMX}\n    ${script}`]],
  };
};

const enables = (extension: string, tag: string): Fault => ({
  code: 'htmx/extension-not-enabled',
  says: [`hx-ext="${extension}"`, `${extension}-connect`],
  edits: [
    ['templates/index.html', `<${tag} ${extension}-connect`, `<${tag} hx-ext="${extension}" ${extension}-connect`],
  ],
});

/** What the reply of step 4, and again that of the printed solution, lacks. @param text what it says before the message */
const repliesRight = (text: string, imported: 'first' | 'already'): readonly Fault[] => {
  const div = (message: string): string => `<div class="message server-message">${text} You sent "{${message}}"</div>`;
  const adds = (module: string): readonly Edit[] =>
    imported === 'first' ? [['main.py', 'import uvicorn\n', `import ${module}\nimport uvicorn\n`]] : [];
  return [
    {
      code: 'oob/no-id',
      says: ['<div id="chat-window" hx-swap-oob="beforeend">', '</div>'],
      edits: [['main.py', div('data'), `<div id="chat-window" hx-swap-oob="beforeend">${div('data')}</div>`]],
    },
    {
      code: 'chat/envelope-echoed',
      says: ['message = json.loads(data)["message"]', 'import json', 'put `message` into the reply'],
      edits: [
        ['main.py', READ, `${READ}            message = json.loads(data)["message"]\n`],
        ['main.py', div('data'), div('message')],
        ...adds('json'),
      ],
    },
    {
      code: 'chat/html-injection',
      says: ['html.escape(message)', 'import html'],
      edits: [['main.py', div('message'), div('html.escape(message)')], ...adds('html')],
    },
  ];
};

export const STAGES: readonly Stage[] = [
  {
    title: 'step 2',
    step: 'step-2',
    typed: [],
    faults: [
      { code: 'server/no-entry-file', says: ['main.py'], edits: [['main.py', '', PRINTED_SERVER]] },
      { code: 'server/missing-directory', says: ['mkdir static'], edits: 'run' },
    ],
  },
  {
    title: 'step 3',
    step: 'step-3',
    typed: [],
    faults: [
      {
        code: 'python/template-call',
        says: ['return templates.TemplateResponse(request, "index.html")'],
        edits: [
          [
            'main.py',
            'return templates.TemplateResponse("index.html", {"request": request})',
            'return templates.TemplateResponse(request, "index.html")',
          ],
        ],
        onlyWhere: 'new',
      },
      {
        code: 'page/not-served',
        says: ['templates/index.html'],
        edits: [['templates/index.html', '', PRINTED_PAGE]],
      },
      { code: 'page/script-missing', says: ['htmx-realtime-tutor assets'], edits: 'run' },
      loads('ws'),
      enables('ws', 'form'),
    ],
  },
  {
    title: 'step 4',
    step: 'step-4',
    typed: [
      ['templates/index.html', BODY, BODY_OF_STEP_4],
      ['main.py', ENDPOINT, ENDPOINT_OF_STEP_4],
    ],
    faults: [enables('ws', 'form'), ...repliesRight('Server says:', 'first')],
  },
  { title: 'step 5', step: 'step-5', typed: [], faults: [] },
  {
    title: 'step 6',
    step: 'step-6',
    typed: [
      ['main.py', /\n$(?![\s\S])/u, `\n\n${STREAM_OF_STEP_6}`],
      ['templates/index.html', BODY, BODY_OF_STEP_6],
    ],
    faults: [
      enables('ws', 'form'),
      {
        code: 'sse/server-error',
        says: [
          'return `StreamingResponse(event_generator(), media_type="text/event-stream")`',
          'from fastapi.responses import StreamingResponse',
        ],
        edits: [
          [
            'main.py',
            'HTMLResponse(content=event_generator(), media_type="text/event-stream")',
            'StreamingResponse(event_generator(), media_type="text/event-stream")',
          ],
          ['main.py', 'import uvicorn\n', 'from fastapi.responses import StreamingResponse\nimport uvicorn\n'],
        ],
      },
      loads('sse'),
      enables('sse', 'div'),
      {
        code: 'page/sse-swap-names-a-style',
        says: ['sse-swap="message"'],
        edits: [['templates/index.html', 'sse-swap="innerHTML"', 'sse-swap="message"']],
      },
    ],
  },
  { title: 'step 7', step: 'step-7', typed: [], faults: [] },
  {
    title: 'challenge, from the report alone',
    step: 'challenge',
    typed: [],
    faults: [
      {
        code: 'time/missing',
        says: ['time = datetime.now().strftime("%H:%M:%S")', 'from datetime import datetime', 'into the text'],
        edits: [
          ['main.py', READ, `${READ}            time = datetime.now().strftime("%H:%M:%S")\n`],
          ['main.py', 'Server says: You sent', 'Server says: {time} You sent'],
          ['main.py', 'import uvicorn\n', 'from datetime import datetime\nimport uvicorn\n'],
        ],
      },
    ],
  },
  {
    title: 'challenge, with the printed solution',
    step: 'challenge',
    typed: [['main.py', ENDPOINT, ENDPOINT_OF_SOLUTION]],
    faults: repliesRight('Server ({current_time}) says:', 'already'),
  },
];

/** What the reports call worth a look all the way; followed, nothing is left of it. */
export const WORTH_A_LOOK: readonly Answer[] = [
  {
    code: 'python/requirements-missing',
    says: ['requirements.txt', '`fastapi`, `uvicorn`, `jinja2`, `websockets`'],
    edits: [['requirements.txt', '', 'fastapi\nuvicorn\njinja2\nwebsockets\n']],
  },
  {
    code: 'ws/closed-twice',
    says: ['except WebSocketDisconnect: pass', 'from fastapi import WebSocketDisconnect', '`finally:`'],
    edits: [
      ['main.py', '    except Exception as e:', '    except WebSocketDisconnect: pass\n    except Exception as e:'],
      ['main.py', '    finally:\n        await websocket.close()\n', ''],
      ['main.py', 'import uvicorn\n', 'from fastapi import WebSocketDisconnect\nimport uvicorn\n'],
    ],
  },
  {
    code: 'htmx/unknown-attribute',
    says: ['Remove `ws-swap`'],
    edits: [['templates/index.html', ' ws-swap="beforeend"', '']],
  },
  {
    code: 'page/validation-bypassed',
    says: ['Move `ws-send` from there to the form'],
    edits: [
      ['templates/index.html', '<button type="submit" ws-send>', '<button type="submit">'],
      ['templates/index.html', 'ws-connect="/ws"', 'ws-connect="/ws" ws-send'],
    ],
  },
  {
    code: 'sse/cacheable',
    says: ['headers={"Cache-Control": "no-cache"}', 'StreamingResponse'],
    edits: [
      [
        'main.py',
        'media_type="text/event-stream")',
        'media_type="text/event-stream", headers={"Cache-Control": "no-cache"})',
      ],
    ],
  },
];
