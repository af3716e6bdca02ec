import path from 'node:path';
import { providedFiles, providedState, solutionState } from '../../src/course/index.ts';
import { readTree } from '../../src/course/states.ts';
import type { Course, FileState } from '../../src/model/step.ts';
import { canRun, leftOut, pythonWith } from './python-with.ts';

/** A learner's server in a language or with a framework that the tutor has no files for: `test/apps/<name>/<step>/`. */
export interface App {
  readonly name: 'express' | 'tornado' | 'aiohttp' | 'mojolicious';
  readonly title: string;
  /** What a person would type in the app's folder; `{port}` and `PORT` contain the port. */
  readonly run: string;
  readonly modules: 'linked' | 'none';
  /** Why it is skipped on this machine; undefined: it runs. Where CI is set it always runs. */
  readonly skipped: string | undefined;
}

const APPS = path.join(import.meta.dirname, '..', 'apps');

/** The states in which a chapter is written: the step whose solution the files are, and the next step that changes them. */
export const STATES = [
  { state: 'step-2', proves: ['step-1', 'step-2'], next: 'step-3' },
  { state: 'step-3', proves: ['step-3'], next: 'step-4' },
  { state: 'step-4', proves: ['step-4', 'step-5'], next: 'step-6' },
  { state: 'step-6', proves: ['step-6', 'step-7'], next: 'challenge' },
  { state: 'challenge', proves: ['challenge'], next: undefined },
] as const;

/** The folder at the end of a step: the app's own files up to it, the course's page, and what the tutor provides. */
export function appState(course: Course, { name }: App, step: string): FileState {
  const steps = course.steps.map(({ id }) => id);
  const own = steps
    .slice(0, steps.indexOf(step) + 1)
    .flatMap((each) => [...readTree(path.join(APPS, name, each))])
    .filter(([file]) => !file.includes('__pycache__'));
  const provided = providedState(providedFiles(course, step, 'command'));
  return new Map([...provided, ...solutionState(course, step, undefined), ...own]);
}

export const express: App = {
  name: 'express',
  title: 'Express',
  run: 'node server.js',
  modules: 'linked',
  skipped: undefined,
};

export const mojolicious: App = {
  name: 'mojolicious',
  title: 'Mojolicious',
  run: 'perl server.pl daemon --listen http://127.0.0.1:{port}',
  modules: 'none',
  skipped: canRun('perl', ['-MMojolicious', '-e', '1']) ? undefined : leftOut('no Perl with Mojolicious'),
};

export const tornado: App = pythonApp('tornado', 'Tornado');
export const aiohttp: App = pythonApp('aiohttp', 'aiohttp');

function pythonApp(name: 'tornado' | 'aiohttp', title: string): App {
  const python = pythonWith(name);
  return {
    name,
    title,
    run: `${python ?? 'python3'} server.py`,
    modules: 'none',
    skipped: python === undefined ? leftOut(`no Python with ${name}`) : undefined,
  };
}
