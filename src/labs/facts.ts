import type { AddressesFacts } from './addresses/facts.ts';
import type { DropsFacts } from './drops/facts.ts';
import type { FormatFacts } from './format/facts.ts';
import type { OriginsFacts } from './origins/facts.ts';
import type { ResumeFacts } from './resume/facts.ts';
import type { RoomFacts } from './room/facts.ts';

/** The codes of the labs, with the facts of each. */
export interface LabFacts extends AddressesFacts, DropsFacts, FormatFacts, OriginsFacts, ResumeFacts, RoomFacts {}
