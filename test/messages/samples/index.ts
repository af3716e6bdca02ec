import type { ChapterFacts } from '../../../src/chapter/facts.ts';
import type { AddressesFacts } from '../../../src/labs/addresses/facts.ts';
import type { DropsFacts } from '../../../src/labs/drops/facts.ts';
import type { FormatFacts } from '../../../src/labs/format/facts.ts';
import type { OriginsFacts } from '../../../src/labs/origins/facts.ts';
import type { ResumeFacts } from '../../../src/labs/resume/facts.ts';
import type { RoomFacts } from '../../../src/labs/room/facts.ts';
import type { GenericCode } from '../../../src/model/finding.ts';
import { chapterSamples } from './chapter.ts';
import { dropsSamples } from './drops.ts';
import { environmentSamples } from './environment.ts';
import { addressesSamples } from './addresses.ts';
import { formatSamples } from './format.ts';
import { htmxSamples } from './htmx.ts';
import { liveSamples } from './live.ts';
import { migrateSamples } from './migrate.ts';
import { originsSamples } from './origins.ts';
import { pageFormSamples } from './page-form.ts';
import { pageSamples } from './page.ts';
import { resumeSamples } from './resume.ts';
import { roomSamples } from './room.ts';
import type { Samples } from './sample.ts';
import { serverSamples } from './server.ts';
import { streamSamples } from './stream.ts';
import { webSocketSamples } from './websocket.ts';

/** Findings that the words of every code are recorded for. A code without one does not compile. */
export const SAMPLES: Samples<
  | GenericCode
  | keyof ChapterFacts
  | keyof AddressesFacts
  | keyof DropsFacts
  | keyof FormatFacts
  | keyof OriginsFacts
  | keyof ResumeFacts
  | keyof RoomFacts
> = {
  ...environmentSamples,
  ...serverSamples,
  ...webSocketSamples,
  ...pageSamples,
  ...pageFormSamples,
  ...htmxSamples,
  ...streamSamples,
  ...liveSamples,
  ...migrateSamples,
  ...chapterSamples,
  ...addressesSamples,
  ...dropsSamples,
  ...formatSamples,
  ...originsSamples,
  ...resumeSamples,
  ...roomSamples,
};
