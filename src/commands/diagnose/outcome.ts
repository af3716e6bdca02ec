import type { Wording } from '../../messages/index.ts';
import type { RunEvent } from '../../model/event.ts';
import type { SourceReader } from '../../reporters/html/source-lines.ts';
import { runEvents, wordingOf } from './report.ts';
import type { Reported } from './report.ts';
import type { Secrets } from './secrets.ts';
import type { Told } from './told.ts';

/** Who waits for a diagnosis. */
export interface Call {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Is told what is done now; a function is asked whenever that is shown. */
  readonly busy: (text: string | (() => string)) => void;
}

/** What came of a diagnosis, without its secrets. Nothing of it has been printed. */
export interface Outcome {
  /** What was observed, in a sentence or two. */
  readonly overview: string;
  readonly wording: Wording;
  /** Of a run of one step, from its start to its end. */
  readonly events: readonly RunEvent[];
  /** The lines of a file of markup, without secrets, if one was diagnosed. @param ofFolder reads the other files */
  readonly source: (ofFolder: SourceReader) => SourceReader;
}

export function outcomeOf({ diagnosis, overview }: Told, about: Reported, secrets: Secrets): Outcome {
  return {
    overview: secrets.mask(overview),
    wording: wordingOf({ ...diagnosis, names: secrets.mask(diagnosis.names) }),
    events: secrets.mask(runEvents(diagnosis, about)),
    source: (ofFolder) => withoutSecrets(about, secrets, ofFolder),
  };
}

/** A secret has no more than a line. */
function withoutSecrets({ markup }: Reported, secrets: Secrets, ofFolder: SourceReader): SourceReader {
  return (name) => {
    const text = markup?.name === name ? markup.text : ofFolder(name);
    return text
      ?.split('\n')
      .map((line) => secrets.mask(line))
      .join('\n');
  };
}
