import type { CommandWords, OptionWords, Values, WordList, WordTree } from './tree.ts';

/** A script for zsh: to be sourced after compinit, or a file `_htmx-realtime-tutor` in a folder of fpath. */
export function zshScript(tree: WordTree): string {
  const { program, version, commands, lists } = tree;
  return `#compdef ${program}
# Completion of ${program} ${version} for zsh. Made by: ${program} completion zsh

${lists.map((list) => listFunction(program, list)).join('\n\n')}

_${program}() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  _arguments -C \\
${lines(program, tree.options, 4)} \\
    '1:command:_${program}_commands' \\
    '*:: :->rest' && return
  [[ $state == rest ]] || return 1
  curcontext=\${curcontext%:*}-$words[1]:
  case $words[1] in
${commands.map((command) => commandCase(program, command)).join('\n')}
  esac
}

if [[ $funcstack[1] == _${program} ]]; then
  _${program} "$@"
elif (( $+functions[compdef] )); then
  compdef _${program} ${program}
fi
`;
}

function listFunction(program: string, { name, words }: WordList): string {
  const entries = words.map(({ word, about }) => `    ${quoted(about === '' ? word : `${word}:${about}`)}`);
  return `_${program}_${name}() {
  local -a words_of_list=(
${entries.join('\n')}
  )
  _describe -V ${name} words_of_list
}`;
}

function commandCase(program: string, { word, options, argument }: CommandWords): string {
  const own =
    argument === undefined ? '' : ` \\\n        ${quoted(`1:${argument.name}:${action(program, argument.values)}`)}`;
  const specs = options.length === 0 ? '' : ` \\\n${lines(program, options, 8)}`;
  return `    ${word})
      _arguments${specs}${own}
      ;;`;
}

function lines(program: string, options: readonly OptionWords[], columns: number): string {
  return options.map((option) => `${' '.repeat(columns)}${spec(program, option)}`).join(' \\\n');
}

/** An option in the form of _arguments (zshcompsys(1)): \`--dir=[what it is]:name:what completes it\`. */
function spec(program: string, { flag, short, about, values }: OptionWords): string {
  const explained = `[${about.replaceAll(/[\\\]]/g, (sign) => `\\${sign}`)}]`;
  const ends = flag === '--help' || flag === '--version' ? '(- *)' : '';
  const value = values === undefined ? '' : `:${flag.slice(2)}:${action(program, values)}`;
  const first = `${flag}${values === undefined ? '' : '='}${explained}${value}`;
  return [first, ...(short === undefined ? [] : [`${short}${explained}${value}`])]
    .map((each) => quoted(`${ends}${each}`))
    .join(' ');
}

function action(program: string, values: Values): string {
  if (values.kind === 'list') return `_${program}_${values.list.name}`;
  return { folders: '_files -/', files: '_files', free: ' ' }[values.kind];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
