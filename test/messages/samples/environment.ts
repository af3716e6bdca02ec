import type { EnvironmentFacts } from '../../../src/model/facts/environment.ts';
import type { PythonFacts } from '../../../src/model/facts/python.ts';
import { IN_SERVER } from './sample.ts';
import type { Samples } from './sample.ts';

const PYTHON = { python: '.venv/bin/python', install: 'sudo apt install python3' } as const;

export const environmentSamples: Samples<keyof EnvironmentFacts | keyof PythonFacts> = {
  'env/old-runtime': [{ facts: { runtime: 'Node', found: '16.20.2', needed: '20.19 or later' } }],
  'env/program-missing': [{ facts: { name: 'pearl' } }],
  'env/no-folder': [{ facts: { folder: '/home/ada/demo' } }],
  'env/manifest-missing': [{ facts: { file: 'package.json' } }],
  'env/manifest-invalid': [
    {
      facts: {
        file: 'package.json',
        problem: { kind: 'syntax', error: 'Expected double-quoted property name in JSON at position 40' },
      },
    },
    { facts: { file: 'package.json', problem: { kind: 'syntax', error: 'Unexpected end of JSON input' } } },
    { facts: { file: 'package.json', problem: { kind: 'not-an-object' } } },
    { facts: { file: 'package.json', problem: { kind: 'not-names-and-versions', field: 'dependencies' } } },
  ],
  'env/dependency-not-listed': [{ facts: { file: 'package.json', name: 'ws', spec: '^8.18.0' } }],
  'env/other-version': [
    { facts: { file: 'package.json', name: 'ws', spec: '^18.8.0', installed: '8.18.3' }, severity: 'warning' },
  ],
  'env/dependency-missing': [
    { facts: { name: 'ws', install: 'npm install' } },
    { facts: { name: 'wss', install: 'npm install wss' } },
  ],
  'python/not-found': [
    { facts: { tried: ['python3', 'python'], needed: '3.9 or later', install: PYTHON.install } },
    { facts: { tried: [], needed: '3.9 or later', install: PYTHON.install, named: '/opt/python' } },
  ],
  'python/too-old': [{ facts: { ...PYTHON, found: '3.7.16', needed: '3.9 or later' } }],
  'python/requirements-missing': [{ facts: { file: 'requirements.txt' } }],
  'python/requirement-unreadable': [{ facts: { file: 'requirements.txt', text: 'pip install fastapi' } }],
  'python/requirement-not-listed': [
    { facts: { file: 'requirements.txt', name: 'uvicorn' } },
    { facts: { file: 'pyproject.toml', name: 'httpx' } },
  ],
  'python/package-missing': [
    {
      facts: {
        name: 'fastapi',
        python: '.venv/bin/python',
        install: '.venv/bin/python -m pip install -r requirements.txt',
        error: "ModuleNotFoundError: No module named 'fastapi'",
      },
    },
    { facts: { name: 'jinja2', python: 'python3', install: '', error: 'ImportError: cannot import name escape' } },
  ],
  'python/name-shadows': [{ facts: { file: 'fastapi.py', name: 'fastapi' } }],
  'python/not-awaited': [
    { facts: { call: 'WebSocket.send_text' }, evidence: IN_SERVER },
    { facts: { call: 'sleep' }, evidence: { where: [] } },
  ],
  'python/template-call': [
    { facts: { wants: 'request-first', error: "TypeError: unhashable type: 'dict'" }, evidence: IN_SERVER },
    { facts: { wants: 'name-first', error: "TypeError: missing 'context'" }, evidence: IN_SERVER },
  ],
  'python/no-app': [
    { facts: { target: 'main:app', missing: 'module' } },
    { facts: { target: 'main:app', missing: 'variable' } },
    { facts: { target: 'main:app', missing: 'module', files: ['server'] } },
    { facts: { target: 'main.py', missing: 'colon', files: ['main'] } },
    { facts: { target: '', missing: 'name' } },
  ],
};
