/** `dymu sweep`: one question at several budgets and by several methods, and where the answer changes first. */
import { basename } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Progress, SweepRequest, SweepRow } from '../engine.ts';
import { plural } from '../report/units.ts';
import { joinRows } from '../sweep/sweep.ts';
import { addCommonOptions, commonFields, modelSource } from './common-options.ts';
import type { CliContext } from './context.ts';
import { followJob } from './follow-job.ts';
import { checkTypedPath } from './output-path.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { addQueueOption } from './queue-option.ts';
import { framesOption } from './frames.ts';
import { createReporter } from './reporter.ts';
import { needCalibration, ownJobs, withModel } from './session.ts';
import { readShard } from './shard-option.ts';
import { readSweep, sweepMethods, usualBudgets } from './sweep-request.ts';
import { sweepByWorkers, writeSweepPart } from './sweep-sharing.ts';
import { presentSweep, saySweepRow, sweepEndings } from './sweep-text.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  image: z.array(z.string()).optional(),
  frames: z.array(z.string()).optional(),
  prompt: z.string().optional(),
  budgets: z.string().optional(),
  methods: z.string().optional(),
  maxNewTokens: z.string().optional(),
  out: z.string().optional(),
  shard: z.string().optional(),
  queue: z.string().optional(),
});
type Flags = z.infer<typeof flagsSchema>;

export function sweepCommand(context: CliContext): Command {
  const command = new Command('sweep')
    .description('Ask one question at several budgets: where does the answer change?')
    .option('--image <file...>', 'the image')
    .option(...framesOption)
    .option('--prompt <text>', 'the question')
    .option(
      '--budgets <list>',
      `averages, as 90,35%,low (default: ${usualBudgets.join(',')}, as far as the calibration reaches)`,
    )
    .option(
      '--methods <list>',
      `${sweepMethods.join(',')}: the others at what dymu leaves of this image (default: dymu)`,
    )
    .option('--max-new-tokens <N>', 'longest answer, in tokens')
    .option('--out <file>', 'also write the table: .csv, .json or .md')
    .action(async (raw: unknown) => runSweep(context, flagsSchema.parse(raw)));
  command
    .optionsGroup('Several machines:')
    .option(
      '--shard <i/n>',
      'answer the i-th of n parts of the rows and write them to --out PART.json, for dymu merge',
    );
  return addCommonOptions(addPictureOptions(addQueueOption(command)));
}

async function runSweep(context: CliContext, flags: Flags): Promise<void> {
  const requestFor = await readSweep(flags);
  const shard = readShard(flags.shard);
  if (shard !== undefined && flags.queue !== undefined)
    throw new UsageError('--queue and --shard exclude each other; give one of them.');
  if (shard !== undefined && flags.out?.endsWith('.json') !== true)
    throw new UsageError('A shard writes its part: give --out PART.json, and the table to dymu merge.');
  const out = await checkTypedPath('--out', flags.out, sweepEndings);
  const reporter = createReporter(context, flags);

  await withModel(ownJobs(context), flags, reporter, async ({ engine, info, call }) => {
    const request = requestFor(info);
    needCalibration(
      request.budgets.map((budget) => budget.request),
      info,
      'make one with "dymu calibrate" and give it with --calibration',
    );
    const { question } = request;
    const name = nameOf(request);
    const about = { model: info.name, image: name, question };
    let said: readonly SweepRow[] = [];
    if (flags.queue !== undefined) {
      const onProgress = (progress: Progress): void => {
        reporter.progress(progress);
      };
      const use = { context, engine, reporter, onProgress, url: flags.queue, title: `Sweeping ${name}` };
      for await (const row of sweepByWorkers(use, request)) {
        said = joinRows([...said, row]);
        saySweepRow(reporter, said.at(-1) ?? row, row.position === 0);
      }
      return presentSweep(reporter, said, { about, out });
    }
    const sweep = shard === undefined ? request : { ...request, shard };
    const job = await engine.startJob({ kind: 'sweep', model: modelSource(flags), sweep }, call);
    const sayNew = async (): Promise<void> => {
      const rows = (await engine.sweepRows(job.id)) ?? said;
      for (const [at, row] of rows.entries()) if (at >= said.length) saySweepRow(reporter, row, at === 0);
      said = rows;
    };
    await followJob(engine, job.id, {
      context,
      reporter,
      eachLook: sayNew,
      lines: false,
      kept: 'What was answered is kept: the same command goes on from there.',
    });
    if (shard !== undefined && out !== undefined) {
      await writeSweepPart(engine, { request, rows: said, shard, out });
      reporter.document({ out, shard, rows: said.length });
      reporter.say(
        `Part ${shard.index} of ${shard.count} (${plural(said.length, 'row')}) written to ${out}; dymu merge joins them.`,
      );
      return;
    }
    await presentSweep(reporter, joinRows(said), { about, out });
  });
}

/** `clip.gif`, or `frame1.png and 7 more frames`. */
function nameOf({ image, laterFrames = [] }: SweepRequest): string {
  const first = image.kind === 'file' || image.kind === 'pixel-values' ? basename(image.path) : image.kind;
  return laterFrames.length === 0 ? first : `${first} and ${plural(laterFrames.length, 'more frame')}`;
}
