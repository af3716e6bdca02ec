/** A file as a place that grades expects it. */
export interface PlaceFile {
  readonly name: string;
  readonly text: string;
}

/** What a place says about the submission in environment variables. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
}
