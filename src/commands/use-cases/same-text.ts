/** Whether a learner's file has the course's text; an editor may have changed the line ends. */
export function isSameText(ours: Buffer | undefined, theirs: Buffer | undefined): boolean {
  if (ours === undefined || theirs === undefined) return false;
  return ours.equals(theirs) || ours.toString('utf8') === theirs.toString('utf8').replaceAll('\r\n', '\n');
}
