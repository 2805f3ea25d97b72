/** `dymu queue`: the runs that are in a queue, and an end to one of them. */
import { Command } from 'commander';
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { connect } from '../queue/connect.ts';
import { cancelRun, listRuns } from '../queue/runs.ts';
import type { CliContext } from './context.ts';
import { createReporter } from './reporter.ts';
import { table } from './table.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  queue: z.string().optional(),
  cancel: z.string().optional(),
  quiet: z.boolean().optional(),
  json: z.boolean().optional(),
});

export function queueCommand(context: CliContext): Command {
  return new Command('queue')
    .description('List the runs in a queue, or cancel one')
    .option('--queue <url>', 'a Redis-compatible server: redis://HOST:6379, or rediss:// with TLS')
    .option('--cancel <run>', 'end this run on all machines')
    .option('--quiet', 'nothing on standard error except a failure')
    .option('--json', 'one JSON document on standard output')
    .action(async (raw: unknown) => list(context, flagsSchema.parse(raw)));
}

async function list(context: CliContext, flags: z.infer<typeof flagsSchema>): Promise<void> {
  if (flags.queue === undefined) throw new UsageError('Give the queue with --queue redis://HOST:6379.');
  const reporter = createReporter(context, flags);
  const server = await connect(flags.queue);
  try {
    const client = await server.ready();
    const runs = await listRuns(client);
    if (flags.cancel !== undefined) {
      const found = runs.find(({ run }) => run === flags.cancel);
      if (found === undefined) {
        throw new EngineError(
          'bad-input',
          `There is no run "${flags.cancel.slice(0, 60)}" at ${server.name}`,
          {
            remedy: 'list them without a run to cancel',
          },
        );
      }
      await cancelRun(client, found.run);
      reporter.say(`The run ${found.run} (${found.title}) is cancelled.`);
    }
    reporter.document({
      runs: runs.map(({ run, title, model, done, total }) => ({
        run,
        title,
        model: model.name,
        done,
        total,
      })),
    });
    const rows = runs.map(({ run, title, model, done, total }) => [
      run,
      title,
      model.name,
      `${done} of ${total}`,
    ]);
    if (flags.cancel === undefined) {
      reporter.result(
        rows.length === 0 ? 'No run is in the queue.' : table([['run', 'what', 'model', 'tasks'], ...rows]),
      );
    }
  } finally {
    server.close();
  }
}
