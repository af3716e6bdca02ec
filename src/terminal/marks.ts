/** The signs before steps, checks and lines of the timeline. */
export interface Marks {
  readonly pass: string;
  readonly fail: string;
  readonly warn: string;
  readonly skip: string;
  /** It could not be decided. */
  readonly unknown: string;
  /** The current step. */
  readonly current: string;
  /** A step that is still to come. */
  readonly open: string;
  readonly sent: string;
  readonly received: string;
  readonly note: string;
  /** Between facts in one line. */
  readonly dot: string;
  /** Where text was cut off. */
  readonly ellipsis: string;
  /** Before the rest of a broken line. */
  readonly goesOn: string;
  readonly rule: string;
  readonly heavyRule: string;
  readonly bar: string;
  readonly bullet: string;
  /** The keys that go up and down. */
  readonly upDown: string;
}

const UNICODE: Marks = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  skip: '–',
  unknown: '?',
  current: '▸',
  open: '·',
  sent: '→',
  received: '←',
  note: '·',
  dot: '·',
  ellipsis: '…',
  goesOn: '↪',
  rule: '─',
  heavyRule: '━',
  bar: '│',
  bullet: '•',
  upDown: '↑↓',
};

const ASCII: Marks = {
  pass: '+',
  fail: 'x',
  warn: '!',
  skip: '-',
  unknown: '?',
  current: '>',
  open: '.',
  sent: '->',
  received: '<-',
  note: '--',
  dot: '-',
  ellipsis: '...',
  goesOn: '>',
  rule: '-',
  heavyRule: '=',
  bar: '|',
  bullet: '*',
  upDown: 'up/down',
};

/** @param unicode false: only ASCII signs. */
export function stepMarks(unicode: boolean): Marks {
  return unicode ? UNICODE : ASCII;
}
