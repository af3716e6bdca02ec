/** One mistake in the course's own files: for its authors, never for learners. */
export interface CourseFault {
  /** Path relative to the course folder, with forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** One sentence. */
  readonly message: string;
}

/** `step-2-websocket-echo/lesson.md:4: the check "ws-ecco" is not known` */
export function faultLine(fault: CourseFault): string {
  return `${fault.file}:${fault.line}: ${fault.message}`;
}
