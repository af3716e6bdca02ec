/** What a path is answered with. */
export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}
