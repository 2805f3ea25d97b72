/** `dymu download`: a model from the hub into the download cache, or into a folder of its own. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { HubPlan } from '../engine.ts';
import { formatBytes, plural } from '../report/units.ts';
import type { CliContext } from './context.ts';
import { followJob } from './follow-job.ts';
import { planInWords } from './plan-text.ts';
import { createReporter } from './reporter.ts';
import { ownJobs, withEngine } from './session.ts';

const flagsSchema = z.object({
  revision: z.string().optional(),
  to: z.string().optional(),
  list: z.boolean().optional(),
  repair: z.boolean().optional(),
  quiet: z.boolean().optional(),
  json: z.boolean().optional(),
});

export function downloadCommand(context: CliContext): Command {
  return new Command('download')
    .description('Fetch a model from the Hugging Face hub, or the rest of it')
    .argument('<model>', 'org/name, or the link of its page')
    .option('--revision <name>', 'a branch, tag or commit (default: main)')
    .option(
      '--to <dir>',
      'a folder for its files (default: the download cache, where --model org/name finds it)',
    )
    .option('--list', 'only say what would be fetched and what the model needs')
    .option('--repair', 'check the content of what is here, and fetch again what is not the hub’s')
    .option('--quiet', 'nothing on standard error except a failure')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nHF_ENDPOINT names a mirror, HF_TOKEN a token for models that are not for everybody, HF_HUB_OFFLINE=1 forbids requests, HTTPS_PROXY and NO_PROXY say which way they go.',
    )
    .action(async (model: string, raw: unknown) => download(context, model, flagsSchema.parse(raw)));
}

async function download(
  context: CliContext,
  model: string,
  flags: z.infer<typeof flagsSchema>,
): Promise<void> {
  const reporter = createReporter(context, flags);
  await withEngine(ownJobs(context), {}, reporter, async ({ engine, call }) => {
    const { revision } = flags;
    const request = { model, ...(revision === undefined ? {} : { revision }) };
    const plan = await engine.hubPlan(request, call);
    if (flags.list === true) {
      reporter.document(plan);
      reporter.result(planInWords(plan));
      return;
    }
    for (const sentence of [...plan.notes, ...warnings(plan)]) reporter.say(sentence);
    const { name, commit } = plan;
    const job = await engine.startJob(
      {
        kind: 'download',
        model: { directory: name },
        download: {
          ...{ name, commit, revision: plan.revision },
          ...(flags.to === undefined ? {} : { to: resolve(flags.to) }),
          ...(flags.repair === true ? { repair: true } : {}),
        },
      },
      call,
    );
    const result = await followJob(engine, job.id, {
      context,
      reporter,
      kept: 'What has come is kept: the same command goes on from there.',
    });
    if (result.kind !== 'download') throw new Error(`a job of kind ${result.kind}`);
    const { directory, fetchedBytes, files, repaired } = result.download;
    reporter.document(result.download);
    reporter.result(directory);
    if (repaired.length > 0) reporter.say(`Repaired: ${repaired.join(', ')}.`);
    const came = fetchedBytes === 0 ? 'All of it was here already' : `${formatBytes(fetchedBytes)} came`;
    const use = flags.to === undefined ? `--model ${name}` : `--model ${directory}`;
    reporter.say(
      `${came}; the model has ${plural(files, 'file')}, every one ${checked(flags.repair === true, fetchedBytes)}. Use it with ${use}.`,
    );
  });
}

const checked = (repair: boolean, fetched: number): string =>
  repair || fetched > 0
    ? 'held against the hub’s hash when it came or now'
    : 'of the length that the hub says';

/** What somebody should know before gigabytes come. */
function warnings({ supported, reason, access, name }: HubPlan): string[] {
  if (access === 'refused' || access === 'not-let-in')
    return [`${name} is given only to those whom its owners let in.`];
  return supported || reason === undefined ? [] : [`It will not run here: ${reason}`];
}
