import { inline } from '../visible.ts';

/** How each language fills in a placeholder of its own; one of a template language takes a call that renders it. */
export function fillIn(placeholder: string): { readonly node: string; readonly python: string } {
  const shown = `\`${inline(placeholder)}\``;
  const render = `render the template before you send it, so that ${shown} is filled in`;
  if (/^(?:\{\{|<%)/u.test(placeholder)) return { node: `${render.replace('r', 'R')}.`, python: `${render}.` };
  return {
    node: placeholder.startsWith('$')
      ? `Put the string with ${shown} between backticks instead of quotes: only a template literal fills in \`\${…}\`.`
      : `Write \`$${inline(placeholder)}\` instead of ${shown}, in a string between backticks.`,
    python: placeholder.startsWith('$')
      ? `write \`${inline(placeholder.slice(1))}\` instead of ${shown}, in a string with \`f\` before its quote.`
      : `write \`f\` before the quote of the string with ${shown}: only an f-string fills in the braces.`,
  };
}
