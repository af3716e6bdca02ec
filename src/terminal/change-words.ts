/** What a person did to a file or, with a slash at its end, to a folder, which nobody saves: `main.js saved`, `static/ created`. */
export function changeWords(file: string): string {
  return `${file} ${changeVerb(file)}`;
}

/** As a sentence without its full stop: `main.js was saved`. */
export function changeSentence(file: string): string {
  return `${file} was ${changeVerb(file)}`;
}

function changeVerb(file: string): string {
  return file.endsWith('/') ? 'created' : 'saved';
}
