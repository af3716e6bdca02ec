import type { ChapterFacts } from '../../../src/chapter/facts.ts';
import type { GenericCode } from '../../../src/model/finding.ts';
import { chapterSamples } from './chapter.ts';
import { environmentSamples } from './environment.ts';
import { htmxSamples } from './htmx.ts';
import { pageFormSamples } from './page-form.ts';
import { pageSamples } from './page.ts';
import type { Samples } from './sample.ts';
import { serverSamples } from './server.ts';
import { streamSamples } from './stream.ts';
import { webSocketSamples } from './websocket.ts';

/** Findings that the words of every code are recorded for. A code without one does not compile. */
export const SAMPLES: Samples<GenericCode | keyof ChapterFacts> = {
  ...environmentSamples,
  ...serverSamples,
  ...webSocketSamples,
  ...pageSamples,
  ...pageFormSamples,
  ...htmxSamples,
  ...streamSamples,
  ...chapterSamples,
};
