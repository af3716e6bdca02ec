/**
 * Elements that show nothing of what is inside them: a value, a picture or a document of their own, or nothing at all (HTML standard, 15.5, "non-replaced
 * elements" and 15.4, "replaced elements"). A `<textarea>` shows the text directly inside it, and no element.
 */
export const OPAQUE: ReadonlySet<string> = new Set([
  'audio',
  'canvas',
  'iframe',
  'img',
  'input',
  'meter',
  'noscript',
  'progress',
  'script',
  'style',
  'template',
  'textarea',
  'video',
]);
