/** The text as part of a pattern that matches exactly this text. */
export function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`);
}
