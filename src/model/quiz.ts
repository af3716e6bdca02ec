/** One of the answers of the quiz. */
export interface QuizAnswer {
  readonly id: string;
  /** By itself: `Server-sent events`. */
  readonly name: string;
  /** Within a sentence: `server-sent events`. */
  readonly inSentence: string;
}

/** A real situation for which one answer fits better. All are explained, whichever is given. */
export interface QuizQuestion {
  readonly id: string;
  readonly title: string;
  readonly situation: string;
  /** Id of the better answer. */
  readonly answer: string;
  /** The reasons for and against each answer, by its id. */
  readonly about: Readonly<Record<string, string>>;
}

export interface Quiz {
  readonly title: string;
  /** The question that is asked for each situation. */
  readonly question: string;
  readonly answers: readonly QuizAnswer[];
  /** After which pages it is offered, by their ids, and with which questions: the open ones, or first those that were missed. */
  readonly offered: Readonly<Record<string, 'open' | 'missed'>>;
  /** The page that compares the answers, and its purpose. */
  readonly review: { readonly page: string; readonly purpose: string } | undefined;
  readonly questions: readonly QuizQuestion[];
}
