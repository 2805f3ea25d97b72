/** `dymu sweep`: one question at several budgets and by several methods, and where the answer changes first. */
import { basename } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { SweepRow } from '../engine.ts';
import { joinRows } from '../sweep/sweep.ts';
import { addCommonOptions, commonFields, modelSource } from './common-options.ts';
import type { CliContext } from './context.ts';
import { followJob } from './follow-job.ts';
import { checkTypedPath } from './output-path.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { createReporter } from './reporter.ts';
import { needCalibration, ownJobs, withModel } from './session.ts';
import { readSweep, sweepMethods, usualBudgets } from './sweep-request.ts';
import { presentSweep, saySweepRow, sweepEndings } from './sweep-text.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  image: z.array(z.string()).optional(),
  prompt: z.string().optional(),
  budgets: z.string().optional(),
  methods: z.string().optional(),
  maxNewTokens: z.string().optional(),
  out: z.string().optional(),
});
type Flags = z.infer<typeof flagsSchema>;

export function sweepCommand(context: CliContext): Command {
  const command = new Command('sweep')
    .description('Ask one question at several budgets: where does the answer change?')
    .option('--image <file...>', 'the image')
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
  return addCommonOptions(addPictureOptions(command));
}

async function runSweep(context: CliContext, flags: Flags): Promise<void> {
  const requestFor = readSweep(flags);
  const out = await checkTypedPath('--out', flags.out, sweepEndings);
  const reporter = createReporter(context, flags);

  await withModel(ownJobs(context), flags, reporter, async ({ engine, info, call }) => {
    const request = requestFor(info);
    needCalibration(
      request.budgets.map((budget) => budget.request),
      info,
    );
    const job = await engine.startJob({ kind: 'sweep', model: modelSource(flags), sweep: request }, call);
    let said: readonly SweepRow[] = [];
    const sayNew = async (): Promise<void> => {
      const rows = (await engine.sweepRows(job.id)) ?? said;
      for (const row of rows.slice(said.length)) saySweepRow(reporter, row, row.position === 0);
      said = rows;
    };
    await followJob(engine, job.id, {
      context,
      reporter,
      eachLook: sayNew,
      lines: false,
      kept: 'What was answered is kept: the same command goes on from there.',
    });
    const about = { model: info.name, image: basename(job.about), question: request.question };
    await presentSweep(reporter, joinRows(said), { about, out });
  });
}
