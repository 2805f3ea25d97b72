/** `dymu worker`: takes tasks from a queue, with one model, and does them. */
import { hostname } from 'node:os';
import { Command } from 'commander';
import { z } from 'zod';
import { connect } from '../queue/connect.ts';
import { takeTasks } from '../queue/take-tasks.ts';
import { insideOf } from '../sharing/inside.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { isEngineProcess, serveWorker, startEngineProcess, tellWorker } from './engine-process.ts';
import { parseInteger } from './numbers.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { createReporter } from './reporter.ts';
import { withModel } from './session.ts';
import { UsageError } from './usage-error.ts';
import { programVersion } from '../files/program-version.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  queue: z.string().optional(),
  root: z.string().optional(),
  stalledAfter: z.string().optional(),
});
type Flags = z.infer<typeof flagsSchema>;

export function workerCommand(context: CliContext): Command {
  const command = new Command('worker')
    .description('Do tasks that other machines put into a queue')
    .option('--queue <url>', 'a Redis-compatible server: redis://HOST:6379, or rediss:// with TLS')
    .option('--root <dir>', 'the folder that all machines share: no file outside it is read for a task')
    .option(
      '--stalled-after <seconds>',
      'a worker that is silent for so long is taken for dead (default: 30)',
    )
    .action(async (raw: unknown) => work(context, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(command));
}

async function work(context: CliContext, flags: Flags): Promise<void> {
  const { queue, root } = flags;
  if (queue === undefined) throw new UsageError('Give the queue with --queue redis://HOST:6379.');
  if (root === undefined) {
    throw new UsageError(
      'Give the folder that the machines share with --root DIR: no file outside it is read.',
    );
  }
  const stalledMs =
    1000 * parseInteger('--stalled-after', flags.stalledAfter ?? '30', { min: 1, max: 86_400 });
  if (isEngineProcess(context.environment)) return serve(context, flags, root);

  const reporter = createReporter(context, flags);
  const inside = await insideOf(root);
  const server = await connect(queue);
  const engine = await startEngineProcess();
  try {
    for (const note of engine.notes) reporter.say(note);
    reporter.say(
      `This worker has ${engine.identity.name} (${engine.identity.encoder.slice(0, 12)}) and takes tasks from ${server.name}; Ctrl-C ends it.`,
    );
    await takeTasks({
      server,
      model: engine.identity,
      program: programVersion(),
      name: `${hostname()}-${process.pid}`,
      inside,
      perform: (task, signal) => engine.perform(task, signal),
      stalledMs,
      signal: context.signal,
      say: (sentence) => {
        reporter.say(sentence);
      },
    });
  } finally {
    engine.close();
    server.close();
  }
}

/** The process that has the engine. */
async function serve(context: CliContext, flags: Flags, root: string): Promise<void> {
  try {
    const alone: CliContext = {
      ...context,
      createEngine: (options) => context.createEngine({ ...options, jobs: 'own' }), // the queue's work and no other
    };
    await withModel(alone, flags, createReporter(context, { quiet: true }), ({ engine, info }) =>
      serveWorker(engine, { root, notes: info.notes ?? [] }),
    );
  } catch (error) {
    tellWorker(error);
  }
}
