/** The command line as a function: arguments in, exit status out. Touches no `process`; main.ts does. */
import { Command } from 'commander';
import { askCommand } from './ask.ts';
import { benchCommand } from './bench.ts';
import { calibrateCommand } from './calibrate.ts';
import { compareCommand } from './compare.ts';
import { collectCommand } from './collect.ts';
import type { CliContext } from './context.ts';
import { downloadCommand } from './download.ts';
import { devicesCommand } from './devices.ts';
import { encodeCommand } from './encode.ts';
import { evalCommand } from './eval.ts';
import { debugText, describeFailure, exitStatus } from './failure.ts';
import { inspectCommand } from './inspect.ts';
import { mergeCommand } from './merge.ts';
import { queueCommand } from './queue.ts';
import { serveCommand } from './serve.ts';
import { sweepCommand } from './sweep.ts';
import { programVersion } from '../files/program-version.ts';
import { workerCommand } from './worker.ts';

/** `argv` without the program's own name. Never throws. */
export async function run(argv: readonly string[], context: CliContext): Promise<number> {
  const root = createProgram(context);
  const named = root.commands.find(
    (command) => command.name() === argv.find((word) => !word.startsWith('-')),
  );
  try {
    await root.parseAsync(argv, { from: 'user' });
    return exitStatus.done;
  } catch (error) {
    const { status, sentence } = describeFailure(
      error,
      context,
      named === undefined ? undefined : `dymu ${named.name()} --help`,
    );
    if (sentence !== undefined) context.stderr.write(`${sentence}\n`);
    if (status !== exitStatus.done && context.environment?.['DYMU_DEBUG'] === '1') {
      context.stderr.write(`${debugText(error)}\n`);
    }
    return status;
  }
}

/** All commands with their options; nothing is parsed yet. */
export function createProgram(context: CliContext): Command {
  const root = new Command('dymu')
    .description('Dynamic token merging and virtual unmerging for vision-language models')
    .version(programVersion())
    .showSuggestionAfterError();
  const commands = [
    encodeCommand(context),
    askCommand(context),
    compareCommand(context),
    sweepCommand(context),
    calibrateCommand(context),
    collectCommand(context),
    evalCommand(context),
    benchCommand(context),
    mergeCommand(context),
    serveCommand(context),
    workerCommand(context),
    queueCommand(context),
    inspectCommand(context),
    downloadCommand(context),
    devicesCommand(context),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of [root, ...commands]) {
    command.exitOverride().allowExcessArguments(false);
    command.configureOutput({
      writeOut: (text) => {
        context.stdout.write(text);
      },
      writeErr: () => undefined, // failures are told once, by run()
      getOutHelpWidth: () => Math.min(context.stdout.columns ?? 80, 100),
    });
  }
  return root;
}
