/** `dymu calibrate`: finds thresholds for a curve of budgets on a set of images. */
import { basename } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { CalibrateResult, Progress } from '../engine.ts';
import { meanErrorSentence } from '../report/mean-error.ts';
import { plural } from '../report/units.ts';
import { openExchange } from '../sharing/exchange.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { calibrateDocument } from './documents.ts';
import { addExchangeOptions, exchangeFields, readExchange } from './exchange-options.ts';
import { listImages } from './image-list.ts';
import { parseInteger } from './numbers.ts';
import { checkOutputPath } from './output-path.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { addQueueOption, openQueue } from './queue-option.ts';
import { createReporter } from './reporter.ts';
import { withModel } from './session.ts';
import { table } from './table.ts';
import { UsageError } from './usage-error.ts';
import { programVersion } from '../files/program-version.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  images: z.string().optional(),
  out: z.string().optional(),
  points: z.string().optional(),
  ...exchangeFields,
  queue: z.string().optional(),
});

export function calibrateCommand(context: CliContext): Command {
  const command = new Command('calibrate')
    .description('Find the thresholds of a model on your images')
    .option('--images <dir|list>', 'a folder of images, or a text file with one path a line')
    .option('--out <file>', 'the calibration file to write')
    .option('--points <N>', 'budgets on the curve')
    .option('--resume', 'continue an interrupted calibration')
    .action(async (raw: unknown) => calibrate(context, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(addQueueOption(addExchangeOptions(command))));
}

async function calibrate(context: CliContext, flags: z.infer<typeof flagsSchema>): Promise<void> {
  if (flags.images === undefined) throw new UsageError('Give images with --images DIR or --images LIST.');
  if (flags.out === undefined) throw new UsageError('Give the file to write with --out FILE.json.');
  const points =
    flags.points === undefined ? undefined : parseInteger('--points', flags.points, { min: 2, max: 100 });
  const exchange = readExchange(flags);
  if (exchange !== undefined && flags.queue !== undefined) {
    throw new UsageError('--queue and --shard exclude each other; give one of them.');
  }
  const { files: images, notes: ofList } = await listImages(flags.images);
  const out = await checkOutputPath(flags.out);
  const reporter = createReporter(context, flags);

  const onProgress = (progress: Progress): void => {
    reporter.progress(progress, true);
  };

  await withModel(context, flags, reporter, async ({ engine, call }) => {
    const title = `Calibrating on ${basename(flags.images ?? '')}`;
    const queue =
      flags.queue === undefined
        ? undefined
        : await openQueue({ context, engine, reporter, onProgress, url: flags.queue, title });
    const share =
      exchange === undefined
        ? queue?.share
        : (run: string) =>
            openExchange({ ...exchange, run, signal: context.signal, program: programVersion(), onProgress });
    const asked = {
      images,
      out,
      ...(points === undefined ? {} : { points }),
      ...(flags.resume === true ? { resume: true } : {}),
    };
    const sharing = { ...call, onProgress, ...(share === undefined ? {} : { share }) };
    let found: CalibrateResult;
    try {
      found = await engine.calibrate(asked, sharing);
    } finally {
      await queue?.close();
    }
    const result = { ...found, notes: [...ofList, ...found.notes] };
    reporter.document(calibrateDocument(result));
    reporter.result(curveInWords(result) + rowsInWords(result));
    for (const sentence of skippedInWords(result)) reporter.say(sentence);
    const worth = meanErrorSentence(result.images, result.points);
    if (worth !== null) reporter.say(worth);
    for (const note of result.notes) reporter.say(note);
    reporter.say(`Calibration on ${plural(result.images, 'image')} written to ${result.out}.`);
  });
}

const mostNamed = 10;

/** Sentences that name the images left out; of many only the first ones, --json has them all. */
export function skippedInWords({ images, skipped }: CalibrateResult): string[] {
  if (skipped.length === 0) return [];
  const more = skipped.length - mostNamed;
  return [
    `${skipped.length} of ${images + skipped.length} images could not be read and were left out:`,
    ...skipped.slice(0, mostNamed).map(({ reason }) => `  ${reason}`),
    ...(more > 0 ? [`  and ${more} more.`] : []),
  ];
}

/** Every few thresholds: all of them are in the file. */
function rowsInWords({ rows = [] }: CalibrateResult): string {
  if (rows.length === 0) return '';
  const step = Math.max(1, Math.floor(rows.length / 8));
  const shown = rows.filter((_, index) => index % step === 0 || index === rows.length - 1);
  const lines = shown.map(({ threshold, mean, std }) => [
    threshold.toFixed(3),
    mean.toFixed(1),
    std.toFixed(1),
  ]);
  return `\n\nRows (ours)\n${table([['cosine', 'mean', 'std'], ...lines], ['right', 'right', 'right'])}`;
}

export function curveInWords(result: CalibrateResult): string {
  const rows = result.points.map(({ target, mean, std }) =>
    [target, mean, std].map((value) => value.toFixed(1)),
  );
  return table([['target', 'mean', 'std'], ...rows], ['right', 'right', 'right']);
}
