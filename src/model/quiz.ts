/** The chapter's choice. */
export type QuizAnswer = 'websocket' | 'sse';

/** What the answers are called. */
export const QUIZ_ANSWERS: Readonly<Record<QuizAnswer, string>> = {
  websocket: 'WebSocket',
  sse: 'Server-sent events',
};

/** A real situation, of which one answer fits better. Both are explained, whichever is given. */
export interface QuizQuestion {
  readonly id: string;
  readonly title: string;
  readonly situation: string;
  readonly answer: QuizAnswer;
  /** What speaks for and against each answer, whichever was given. */
  readonly about: Readonly<Record<QuizAnswer, string>>;
}
