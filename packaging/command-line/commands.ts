/** The commands of `dymu` as data, read from the very program that parses them. */
import type { Command, Option } from 'commander';
import { createProgram } from '../../src-engine/cli/run.ts';

export interface OptionFacts {
  readonly long: string; // '--image'
  readonly short: string | undefined; // '-V'
  readonly argument: string | undefined; // '<file...>', undefined for a switch
  readonly words: string;
  readonly group: string | undefined; // 'Common options:'
  readonly takes: 'file' | 'folder' | 'text' | 'nothing';
}

export interface CommandFacts {
  readonly name: string;
  readonly words: string;
  readonly arguments: readonly { readonly term: string; readonly words: string }[];
  readonly options: readonly OptionFacts[];
}

export interface ProgramFacts {
  readonly words: string;
  readonly options: readonly OptionFacts[];
  readonly commands: readonly CommandFacts[];
}

export function programFacts(): ProgramFacts {
  const silent = { write: () => true };
  const program = createProgram({
    createEngine: () => Promise.reject(new Error('Only described, never run.')),
    stdout: silent,
    stderr: silent,
    signal: new AbortController().signal,
  });
  return {
    words: program.description(),
    options: optionsOf(program),
    commands: program.commands.map((command) => ({
      name: command.name(),
      words: command.description(),
      arguments: command.registeredArguments.map((argument) => {
        const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
        return { term: argument.required ? `<${name}>` : `[${name}]`, words: argument.description };
      }),
      options: optionsOf(command),
    })),
  };
}

/** Help, which commander adds by itself, is the first. */
function optionsOf(command: Command): OptionFacts[] {
  const help: OptionFacts = {
    long: '--help',
    short: '-h',
    argument: undefined,
    words: 'display help for command',
    group: undefined,
    takes: 'nothing',
  };
  return [help, ...command.options.map(optionFacts)];
}

function optionFacts(option: Option): OptionFacts {
  const argument = /[<[].*/u.exec(option.flags)?.[0];
  return {
    long: option.long ?? option.flags,
    short: option.short,
    argument,
    words: option.description,
    group: option.helpGroupHeading,
    takes: takes(argument),
  };
}

function takes(argument: string | undefined): OptionFacts['takes'] {
  if (argument === undefined) return 'nothing';
  if (/file|\|list/u.test(argument)) return 'file';
  return argument.includes('dir') ? 'folder' : 'text';
}
