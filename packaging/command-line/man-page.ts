/** The manual pages in roff: dymu(1) from the commands, and dymu-explorer(1), which is short. */
import { description, executableName, productName, summary } from '../metadata.ts';
import type { CommandFacts, OptionFacts, ProgramFacts } from './commands.ts';

/** @param release words for the page's foot: 'DyMU Explorer 0.1.0' */
export function commandLinePage({ words, options, commands }: ProgramFacts, release: string): string {
  return page('dymu', release, [
    '.SH NAME',
    `dymu \\- ${roff(words)}`,
    '.SH SYNOPSIS',
    '.B dymu',
    '.I command',
    '[\\fIoptions\\fR]',
    '.SH DESCRIPTION',
    ...description.flatMap((paragraph) => ['.PP', roff(paragraph)]),
    '.SH OPTIONS',
    ...optionLines(options),
    '.SH COMMANDS',
    ...commands.flatMap(commandLines),
    '.SH EXIT STATUS',
    ...term('0', 'Done.'),
    ...term('1', 'Failed; one sentence on standard error says what, where and what to do.'),
    ...term('2', 'Used wrongly.'),
    ...term('129, 130, 143', 'Stopped by SIGHUP, by Ctrl-C, by SIGTERM.'),
    '.SH ENVIRONMENT',
    ...term('XDG_CACHE_HOME', 'Where quantised copies of weights are kept; ~/.cache unless set.'),
    ...term('NO_COLOR', 'No colours on the terminal.'),
    ...term('DYMU_DEBUG', 'Set to 1: a failure also shows where in the program it happened.'),
    '.SH SEE ALSO',
    `.BR ${executableName} (1)`,
  ]);
}

export function windowPage(release: string): string {
  return page(executableName, release, [
    '.SH NAME',
    `${executableName} \\- ${roff(summary)}`,
    '.SH SYNOPSIS',
    `.B ${executableName}`,
    '[\\fIfile\\fR...]',
    '.SH DESCRIPTION',
    ...description.flatMap((paragraph) => ['.PP', roff(paragraph)]),
    '.PP',
    roff(
      `Opens the window of ${productName} with the images named. A calibration file is taken for the model in use. Where a window is open already, that one takes the files.`,
    ),
    '.SH FILES',
    ...term(`~/.config/${productName}`, 'Settings, calibrations, jobs and counted collections.'),
    '.SH SEE ALSO',
    '.BR dymu (1)',
  ]);
}

function page(name: string, release: string, lines: readonly string[]): string {
  return `${[`.TH ${name.toUpperCase().replace('-', '\\-')} 1 "" "${release}" "User Commands"`, '.nh', '.ad l', ...lines].join('\n')}\n`;
}

function commandLines(command: CommandFacts): string[] {
  const taken = command.arguments.map(({ term: name }) => ` \\fI${roff(name)}\\fR`).join('');
  return [
    `.SS dymu ${command.name}${taken} [\\fIoptions\\fR]`,
    `${roff(command.words)}.`,
    ...command.arguments.flatMap(({ term: name, words }) => term(name, words)),
    ...optionLines(command.options),
  ];
}

function optionLines(options: readonly OptionFacts[]): string[] {
  return options.flatMap(({ long, short, argument, words }) =>
    term(
      `${short === undefined ? '' : `${short}, `}${long}${argument === undefined ? '' : ` ${argument}`}`,
      words,
    ),
  );
}

const term = (name: string, words: string): string[] => ['.TP', `\\fB${roff(name)}\\fR`, roff(words)];

/** Backslashes and hyphens mean themselves; a line that begins with a dot or a quote is no request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/u, '\\&$1');
}
