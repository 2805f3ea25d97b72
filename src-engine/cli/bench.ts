/** `dymu bench`: what merging brings on this machine, for the shape of a published model or for a model. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { BenchRequest, BenchSubject } from '../engine.ts';
import { writeBenchFigure } from '../figure/write-bench-figure.ts';
import { benchDocument } from '../report/bench-document.ts';
import { benchShapes } from '../report/bench-shapes.ts';
import { benchInWords } from './bench-text.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { parseDecimal, parseInteger } from './numbers.ts';
import { checkFigurePath } from './output-path.ts';
import { createReporter } from './reporter.ts';
import { withEngine } from './session.ts';
import { table } from './table.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  ...commonFields,
  shape: z.string().optional(),
  budgets: z.string().optional(),
  rounds: z.string().optional(),
  encoderOnly: z.boolean().optional(),
  layers: z.string().optional(),
  image: z.string().optional(),
  figure: z.string().optional(),
});
type Flags = z.infer<typeof flagsSchema>;

export function benchCommand(context: CliContext): Command {
  const command = new Command('bench')
    .description('Measure what merging brings on this machine, without a download')
    .option('--shape <name>', `${benchShapes.map(({ name }) => name).join(', ')} (random weights)`)
    .option('--budgets <list>', 'shares of the tokens to keep (default: 1,0.68,0.34,0.15)')
    .option('--rounds <N>', 'runs of every budget (default: 5, more or fewer by their length)')
    .option('--encoder-only', 'leave the language model out')
    .option('--layers <N|fit>', 'layers of the language model to measure; its times are scaled to all')
    .option('--image <file>', 'the picture, which decides the number of views (default: one of 640 x 480)')
    .option('--figure <file>', 'a figure of time against tokens, .png or .svg')
    .action(async (raw: unknown) => measure(context, flagsSchema.parse(raw)));
  return addCommonOptions(command);
}

async function measure(context: CliContext, flags: Flags): Promise<void> {
  const request = requestOf(flags);
  const figure = flags.figure === undefined ? undefined : await checkFigurePath(flags.figure, '--figure');
  const reporter = createReporter(context, flags);
  await withEngine(context, flags, reporter, async ({ engine, call }) => {
    const report = await engine.bench(request, call);
    if (figure !== undefined) await writeBenchFigure(figure, report);
    reporter.document(benchDocument(report));
    reporter.result(benchInWords(report));
    for (const remark of report.remarks) reporter.say(remark);
    if (figure !== undefined) reporter.say(`Figure written to ${figure}.`);
  });
}

function requestOf(flags: Flags): BenchRequest {
  if (flags.calibration !== undefined) {
    throw new UsageError('bench keeps exact shares of the tokens, so --calibration has nothing to do in it.');
  }
  return {
    subject: subjectOf(flags),
    ...(flags.budgets === undefined ? {} : { budgets: budgetsOf(flags.budgets) }),
    ...(flags.rounds === undefined
      ? {}
      : { rounds: parseInteger('--rounds', flags.rounds, { min: 1, max: 1000 }) }),
    ...(flags.encoderOnly === true ? { stages: ['encode'] } : {}),
    ...(flags.layers === undefined ? {} : { languageLayers: layersOf(flags.layers) }),
    ...(flags.image === undefined ? {} : { image: { kind: 'file', path: resolve(flags.image) } }),
  };
}

function subjectOf({ shape, model }: Flags): BenchSubject {
  if (shape !== undefined && model !== undefined) {
    throw new UsageError('Give --shape or --model, not both.');
  }
  if (model !== undefined) return { kind: 'model', directory: model };
  if (shape === undefined) return { kind: 'shape', shape: 'embedded' };
  const known = benchShapes.find(({ name }) => name === shape)?.name;
  if (known !== undefined) return { kind: 'shape', shape: known };
  const list = table(benchShapes.map(({ name, words }) => [`  ${name}`, words]));
  throw new UsageError(`There is no shape "${shape}". There are:\n${list}`);
}

/** As shares or percentages: 1,0.34 or 100%,34%. */
function budgetsOf(text: string): number[] {
  return text.split(',').map((part) => {
    const trimmed = part.trim();
    const share = trimmed.endsWith('%')
      ? (parseDecimal(trimmed.slice(0, -1).trim()) ?? Number.NaN) / 100
      : (parseDecimal(trimmed) ?? Number.NaN);
    if (share > 0 && share <= 1) return share;
    throw new UsageError(
      `--budgets takes shares above 0 and up to 1, or percentages, with commas between, and "${trimmed}" is none.`,
    );
  });
}

function layersOf(text: string): number | 'fit' {
  return text === 'fit' ? 'fit' : parseInteger('--layers', text, { min: 1, max: 1000 });
}
