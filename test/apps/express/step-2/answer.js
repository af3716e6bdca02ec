export function answer(text) {
  return `You said: ${text}`;
}
