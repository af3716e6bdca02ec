import { expect, test } from 'vitest';
import { reportChange } from '../../src/commands/common/output/change-report.ts';
import { createRecorder } from '../../src/commands/common/output/recorder.ts';

test.each([
  ['screen', 'u brings them back.'],
  ['commands', '`npx htmx-realtime-tutor undo` brings them back.'],
] as const)('on the surface %s, what was replaced comes back by what can be used there', (surface, ending) => {
  const typed = (text: string): string => text.replace('htmx-realtime-tutor', 'npx htmx-realtime-tutor');
  const { output, sentences } = createRecorder({ colour: false, unicode: true, width: 80 }, typed);
  const report = {
    written: ['main.js', 'new.js'],
    replaced: ['main.js'],
    removed: [],
    kept: [],
    unchanged: [],
    snapshot: 3,
  };
  reportChange(output, { ...report, workspace: undefined as never }, surface);
  expect(sentences()).toEqual([
    'Written: new.js.',
    'Replaced: main.js.',
    `The files as they were are in snapshot 3; ${ending}`,
  ]);
});
