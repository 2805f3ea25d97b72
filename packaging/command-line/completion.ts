/** Completion of `dymu` for bash, zsh and fish: command names, options of the command, files and folders where an option takes them. */
import type { CommandFacts, OptionFacts, ProgramFacts } from './commands.ts';

const names = (options: readonly OptionFacts[]): string[] =>
  options.flatMap(({ long, short }) => (short === undefined ? [long] : [long, short]));

export function bashCompletion({ options, commands }: ProgramFacts): string {
  const taking = (kind: OptionFacts['takes']): string =>
    [
      ...new Set(
        commands
          .flatMap((command) => command.options.filter(({ takes }) => takes === kind))
          .map(({ long }) => long),
      ),
    ].join('|');
  const cases = commands.map(
    (command) => `    ${command.name}) words='${names(command.options).join(' ')}' ;;`,
  );
  return `# bash completion for dymu
_dymu() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=''
  COMPREPLY=()
  case $before in
    ${taking('folder')}) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    ${taking('file')}) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    ${taking('text')}) return ;;
  esac
  if ((COMP_CWORD == 1)); then
    words='${[...commands.map(({ name }) => name), ...names(options)].join(' ')}'
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  else
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _dymu dymu
`;
}

export function zshCompletion({ options, commands }: ProgramFacts): string {
  const functions = commands.map(
    (command) => `    ${command.name})
      _arguments \\
${zshOptions(command.options)} \\
        '*:file:_files' ;;`,
  );
  return `#compdef dymu
# zsh completion for dymu
_dymu() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
${zshOptions(options)} \\
    '1: :->command' \\
    '*:: :->rest'
  case $state in
    command)
      local -a commands
      commands=(
${commands.map(({ name, words }) => `        ${quoted(`${name}:${words}`)}`).join('\n')}
      )
      _describe -t commands 'dymu command' commands ;;
    rest)
      case $line[1] in
${functions.join('\n')}
      esac ;;
  esac
}
_dymu "$@"
`;
}

function zshOptions(options: readonly OptionFacts[]): string {
  const action = { file: '_files', folder: '_files -/', text: ' ', nothing: '' } as const;
  return options
    .flatMap((option) => {
      const words = option.words.replaceAll(/[[\]:\\]/gu, (sign) => `\\${sign}`);
      const value = option.takes === 'nothing' ? '' : `:${bare(option.argument)}:${action[option.takes]}`;
      const again = option.argument?.includes('...') === true ? '*' : '';
      const named = option.short === undefined ? [option.long] : [option.long, option.short];
      return named.map((name) => `        ${quoted(`${again}${name}[${words}]${value}`)}`);
    })
    .join(' \\\n');
}

export function fishCompletion({ options, commands }: ProgramFacts): string {
  const none = '__fish_use_subcommand';
  const lines = [
    ...options.map((option) => fishOption(none, option)),
    ...commands.flatMap((command: CommandFacts) => [
      `complete -c dymu -f -n ${none} -a ${command.name} -d ${quoted(command.words)}`,
      ...command.options.map((option) => fishOption(`'__fish_seen_subcommand_from ${command.name}'`, option)),
    ]),
  ];
  return `# fish completion for dymu\n${lines.join('\n')}\n`;
}

function fishOption(when: string, { long, short, words, takes }: OptionFacts): string {
  const value = {
    file: ' -r -F',
    folder: " -x -a '(__fish_complete_directories)'",
    text: ' -x',
    nothing: '',
  };
  const letter = short === undefined ? '' : ` -s ${short.slice(1)}`;
  return `complete -c dymu -n ${when} -l ${long.slice(2)}${letter}${value[takes]} -d ${quoted(words)}`;
}

/** For all three shells: single quotes, a quote inside them leaves and enters again. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const bare = (argument: string | undefined): string => (argument ?? '').replaceAll(/[<>[\].:]/gu, '');
