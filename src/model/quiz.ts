/** One of the things between which the quiz lets choose. */
export interface QuizAnswer {
  readonly id: string;
  /** By itself: `Server-sent events`. */
  readonly name: string;
  /** Within a sentence: `server-sent events`. */
  readonly inSentence: string;
}

/** A real situation, of which one answer fits better. All are explained, whichever is given. */
export interface QuizQuestion {
  readonly id: string;
  readonly title: string;
  readonly situation: string;
  /** Id of the answer that fits better. */
  readonly answer: string;
  /** What speaks for and against each answer, by its id. */
  readonly about: Readonly<Record<string, string>>;
}

export interface Quiz {
  readonly title: string;
  /** What is asked of each situation. */
  readonly question: string;
  readonly answers: readonly QuizAnswer[];
  /** After which pages it is offered, by their ids, and with what: all that is open, or first of all what was missed. */
  readonly offered: Readonly<Record<string, 'open' | 'missed'>>;
  /** The page that compares the answers, and what it is good for. */
  readonly review: { readonly page: string; readonly purpose: string } | undefined;
  readonly questions: readonly QuizQuestion[];
}
