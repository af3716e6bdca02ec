import type { OptionWords, Values, WordTree } from './tree.ts';

/** A script for bash 3.2 (macOS) and later, which does not need the package bash-completion. */
export function bashScript(tree: WordTree): string {
  const { program, version } = tree;
  const name = program.replaceAll('-', '_');
  return `# Completion of ${program} ${version} for bash. Made by: ${program} completion bash

${completeFunction(name, tree)}

${offerFunction(name, tree)}

${takeFunction(name)}

${optionsFunction(name, tree)}

complete -F _${name} ${program}
`;
}

/** What bash calls: finds out what comes before the cursor, and so what may follow. */
function completeFunction(name: string, { commands }: WordTree): string {
  const withValue = uniqueByFlag(commands.flatMap(({ options }) => options)).filter(
    ({ values }) => values !== undefined,
  );
  return `_${name}() {
  local word=\${COMP_WORDS[COMP_CWORD]} command=\${COMP_WORDS[1]} option='' prefix='' argument=no index each
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    if [[ $word == -* ]]; then _${name}_options ''; else _${name}_offer commands; fi
    return
  fi
  # What comes before the cursor: an option that waits for its value, and whether the argument was given. Bash makes three words of --a=b.
  for ((index = 2; index < COMP_CWORD; index++)); do
    each=\${COMP_WORDS[index]}
    if [[ -n $option ]]; then
      [[ $each == = ]] || option=''
    else
      case $each in
${indent(withValue.map(({ flag }) => flag).join(' | '), 8)}) option=$each ;;
        -* | =) ;;
        *) argument=yes ;;
      esac
    fi
  done
  [[ -n $option && $word == = ]] && word=''
  if [[ -z $option && $word == --*=* ]]; then
    option=\${word%%=*} prefix=\${word%%=*}= word=\${word#*=}
  fi
  if [[ -n $option ]]; then
    case $option in
${withValue.map(({ flag, values }) => `      ${flag}) ${offer(name, values)} ;;`).join('\n')}
    esac
    return
  fi
  if [[ $word == -* ]]; then
    _${name}_options "$command"
    return
  fi
  [[ $argument == yes ]] && return
  case $command in
${commands.flatMap(({ word, argument }) => (argument === undefined ? [] : [`    ${word}) ${offer(name, argument.values)} ;;`])).join('\n')}
    *) _${name}_options "$command" ;;
  esac
}`;
}

/** Offers the words of a list, or files and folders. */
function offerFunction(name: string, { lists }: WordTree): string {
  return `_${name}_offer() {
  local list=''
  case $1 in
${lists.map((list) => `    ${list.name}) list='${list.words.map(({ word }) => word).join(' ')}' ;;`).join('\n')}
    folders | files)
      # Readline quotes what is a file name; bash 3.2 has no compopt and does without.
      compopt -o filenames 2>/dev/null
      if [[ $1 == folders ]]; then _${name}_take -d; else _${name}_take -f; fi
      return
      ;;
  esac
  _${name}_take -W "$list"
}`;
}

/** Takes the results of compgen, one per line. */
function takeFunction(name: string): string {
  return `# A name may contain blanks and characters that the shell would expand.
_${name}_take() {
  local IFS=$' \\n' line
  while IFS='' read -r line; do COMPREPLY+=("$line"); done < <(compgen "$@" -P "$prefix" -- "$word")
}`;
}

/** Offers the options of a command, or of the program itself. */
function optionsFunction(name: string, { options: own, commands }: WordTree): string {
  return `_${name}_options() {
  local list
  case $1 in
    '') list='${flags(own)}' ;;
${commands.map(({ word, options }) => `    ${word}) list='${flags(options)}' ;;`).join('\n')}
    *) return ;;
  esac
  _${name}_take -W "$list"
}`;
}

/** The call that offers the possible values; `:` where nothing is known about them. */
function offer(name: string, values: Values | undefined): string {
  if (values === undefined || values.kind === 'free') return ':';
  return `_${name}_offer ${values.kind === 'list' ? values.list.name : values.kind}`;
}

function flags(options: readonly OptionWords[]): string {
  return options.map(({ flag }) => flag).join(' ');
}

function uniqueByFlag(options: readonly OptionWords[]): readonly OptionWords[] {
  return [...new Map(options.map((option) => [option.flag, option])).values()];
}

function indent(line: string, columns: number): string {
  return `${' '.repeat(columns)}${line}`;
}
