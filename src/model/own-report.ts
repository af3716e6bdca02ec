/** What a report in HTML begins with, after its encoding: by this it is known as the tutor's own, and not as a page of the learner's. */
export const OWN_REPORT = '<meta name="generator" content="htmx-realtime-tutor">';

/** It is within the first characters. */
const WITHIN = 400;

/** Whether a text is a report that the tutor has written. */
export function isOwnReport(text: string): boolean {
  return text.slice(0, WITHIN).includes(OWN_REPORT);
}
