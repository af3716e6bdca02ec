import type { Register } from '../common/context.ts';
import { withExamples } from '../common/options.ts';

const INSTALL = `
To have it in every new shell, add one line to the file that your shell reads at its start:
  ~/.bashrc                   eval "$(htmx-realtime-tutor completion bash)"
  ~/.zshrc, after compinit    eval "$(htmx-realtime-tutor completion zsh)"
  ~/.config/fish/config.fish  htmx-realtime-tutor completion fish | source

That asks the tutor once at each start of a shell. A file spares that; write it again after an update:
  htmx-realtime-tutor completion fish > ~/.config/fish/completions/htmx-realtime-tutor.fish`;

export const registerCompletion: Register = (program, context) => {
  const command = program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish')
    .description('print a script that lets the Tab key complete commands, options, steps and codes')
    .action(async (shell: string) => {
      const { completion } = await import('./completion.ts');
      context.finish(await completion(context, program, shell));
    });
  withExamples(command, [
    ['completion bash', 'the script for bash'],
    ['completion zsh', 'the script for zsh'],
    ['completion fish', 'the script for fish'],
  ]).addHelpText('after', INSTALL);
};
