import type { CommandWords, OptionWords, Values, WordList, WordTree } from './tree.ts';

/** A script for fish 3.1 and later: to be sourced, or a file in ~/.config/fish/completions. */
export function fishScript(tree: WordTree): string {
  const { program, version, commands, lists } = tree;
  const name = program.replaceAll('-', '_');
  const flags = new Set(
    commands.flatMap(({ options }) => options).flatMap(({ flag, values }) => (values === undefined ? [] : [flag])),
  );
  return `# Completion of ${program} ${version} for fish. Made by: ${program} completion fish

${lists.map((list) => listFunction(name, list)).join('\n\n')}

function __${name}_in -a command -d 'The command line is for this command'
    set -l words (commandline -opc)
    test "$words[2]" = "$command"
end

function __${name}_first -d 'No command has been given yet'
    test (count (commandline -opc)) -eq 1
end

function __${name}_argument -a command -d 'The argument of this command has not been given yet'
    set -l words (commandline -opc)
    test "$words[2]" = "$command"; or return 1
    set -e words[1..2]
    set -l waits no
    for word in $words
        if test $waits = yes
            set waits no
        else if contains -- $word ${[...flags].join(' ')}
            set waits yes
        else if not string match -q -- '-*' $word
            return 1
        end
    end
    test $waits = no
end

complete -c ${program} -f
complete -c ${program} -n __${name}_first -k -a '(__${name}_commands)'
${tree.options.map((option) => optionLine(program, name, option, `__${name}_first`)).join('\n')}
${commands.map((command) => commandLines(program, name, command)).join('\n')}
`;
}

function listFunction(name: string, list: WordList): string {
  // printf takes its format again for the rest of its arguments.
  const pairs = list.words.map(({ word, about }) => `        ${word} ${quoted(about)}`);
  return `function __${name}_${list.name}
    printf '%s\\t%s\\n' \\
${pairs.join(' \\\n')}
end`;
}

function commandLines(program: string, name: string, { word, options, argument }: CommandWords): string {
  const lines = options.map((option) => optionLine(program, name, option, `__${name}_in ${word}`));
  if (argument !== undefined && argument.values.kind !== 'free')
    lines.push(`complete -c ${program} -n '__${name}_argument ${word}' ${valueFlags(name, argument.values)}`);
  return lines.join('\n');
}

function optionLine(program: string, name: string, option: OptionWords, condition: string): string {
  const { flag, short, about, values } = option;
  const brief = short === undefined ? '' : ` -s ${short.slice(1)}`;
  const value = values === undefined ? '' : ` -r ${valueFlags(name, values)}`;
  return `complete -c ${program} -n '${condition}' -l ${flag.slice(2)}${brief}${value} -d ${quoted(about)}`;
}

function valueFlags(name: string, values: Values): string {
  if (values.kind === 'list') return `-f -k -a '(__${name}_${values.list.name})'`;
  return { folders: "-f -a '(__fish_complete_directories)'", files: '-F', free: '-f' }[values.kind];
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, (sign) => `\\${sign}`)}'`;
}
