/** Commands that work in a folder: each takes `--dir`. */
export const FOLDER_COMMANDS = [
  'assets',
  'check',
  'diff',
  'hint',
  'history',
  'lesson',
  'list',
  'next',
  'quiz',
  'reset',
  'run',
  'solution',
  'status',
  'undo',
  'watch',
] as const;

/** Commands whose server can be another than the folder's own: each takes `--backend`, `--run` and the like. */
export const SERVER_COMMANDS = [
  'assets',
  'check',
  'diff',
  'doctor',
  'hint',
  'lesson',
  'list',
  'run',
  'solution',
  'start',
  'watch',
] as const;

const OTHER_COMMANDS = ['completion', 'diagnose', 'doctor', 'explain', 'grade', 'start', 'tour'] as const;

const TYPED = new RegExp(
  String.raw`(?<![\w/.-]|npx )htmx-realtime-tutor (${[...FOLDER_COMMANDS, ...OTHER_COMMANDS].join('|')})(?![\w-])(?=([^\n\x60]*))`,
  'gu',
);

/** How the tutor is called where its texts are read. */
export interface Called {
  /** What a person types for it: `npx htmx-realtime-tutor`. */
  readonly self: string;
  /** What leads a command to the learner's folder, with a blank before it: ` --dir demo2`; empty: it is found without. */
  readonly dir: string;
  /** What names the server where the folder does not, with a blank before it: ` --run "python3 main.py"`; absent: nothing. */
  readonly server?: string;
}

/**
 * The text with each command of the tutor as it works where it is read. Texts name the tutor by its plain name, `htmx-realtime-tutor check`,
 * which works only where it is installed, only for a folder that it finds by itself and only for the server that the folder shows.
 */
export function asTyped(text: string, { self, dir, server = '' }: Called): string {
  return text.replaceAll(TYPED, (_all, command: string, rest: string) => {
    const needsFolder = FOLDER_COMMANDS.some((each) => each === command) && !/ --(?:dir|to|help)\b/u.test(rest);
    const needsServer =
      SERVER_COMMANDS.some((each) => each === command) && !/ --(?:backend|help|python|run|url)\b/u.test(rest);
    return `${self} ${command}${needsFolder ? dir : ''}${needsServer ? server : ''}`;
  });
}
