/** `dymu sweep`: one question at several budgets and by several methods, and where the answer changes first. */
import { basename, extname } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { ImageSource, ModelInfo } from '../engine.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { methodNames, methods } from '../reduction/methods.ts';
import { firstChanges, sweep } from '../sweep/sweep.ts';
import type { SweepBudget, SweepMethod, SweepRow } from '../sweep/sweep.ts';
import { changesInWords, methodName, sweepCsv, sweepMarkdown } from '../sweep/tables.ts';
import { formatMs } from '../report/units.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { readOneImage } from './image-options.ts';
import { parseInteger } from './numbers.ts';
import { checkTypedPath } from './output-path.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { printable } from './printable.ts';
import { createReporter } from './reporter.ts';
import type { Reporter } from './reporter.ts';
import { needCalibration, withModel } from './session.ts';
import { UsageError } from './usage-error.ts';

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

const usualBudgets = ['75%', '60%', '45%', '35%', '25%', '15%', '10%'];
const mostBudgets = 50;
const known = methodNames.filter((name): name is SweepMethod => name !== 'none');

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
      `${known.join(',')}: the others at what dymu leaves of this image (default: dymu)`,
    )
    .option('--max-new-tokens <N>', 'longest answer, in tokens')
    .option('--out <file>', 'also write the table: .csv, .json or .md')
    .action(async (raw: unknown) => runSweep(context, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(command));
}

async function runSweep(context: CliContext, flags: Flags): Promise<void> {
  const image = readOneImage(flags, 'sweep');
  const { prompt, maxNewTokens } = flags;
  if (prompt === undefined || prompt.trim() === '')
    throw new UsageError('Give a question with --prompt TEXT.');
  const asked = readMethods(flags.methods);
  const budgets = flags.budgets === undefined ? undefined : readBudgets(flags.budgets);
  const longest =
    maxNewTokens === undefined
      ? {}
      : { maxNewTokens: parseInteger('--max-new-tokens', maxNewTokens, { min: 1, max: 1_000_000 }) };
  const out = await checkTypedPath('--out', flags.out, ['.csv', '.json', '.md']);
  const reporter = createReporter(context, flags);

  await withModel(context, flags, reporter, async ({ engine, info, call }) => {
    const chosen = budgets ?? readBudgets(usualBudgets.join(',')).filter((budget) => reaches(info, budget));
    needCalibration(
      chosen.map(({ request }) => request),
      info,
    );
    // Opened once: every answer sees the very same pixels.
    const { id } = await engine.open(image, call);
    const ask = { question: prompt, virtualUnmerging: true, ...longest };
    const plan = { image: { kind: 'open', id }, ask, budgets: chosen, methods: asked } as const;
    const rows: SweepRow[] = [];
    for await (const row of sweep(engine, plan, call)) {
      rows.push(row);
      sayRow(reporter, row, rows.length === 1);
    }
    reporter.document({ rows, firstChange: firstChanges(rows) });
    reporter.result(`\n${changesInWords(rows)}`);
    for (const note of new Set(rows.flatMap(({ notes }) => notes))) reporter.say(note);
    if (out === undefined) return;
    await writeAtomically(
      out,
      tableFor(out, rows, { model: info.name, image: nameOf(image), question: prompt }),
    );
    reporter.say(`Table written to ${out}.`);
  });
}

/** Told as soon as it is known; the width of a column cannot wait for the longest. */
function sayRow(
  reporter: Reporter,
  { method, budget, tokens, sameAsFull, timings, text }: SweepRow,
  first: boolean,
): void {
  const line = (cells: readonly [string, string, string, string, string]): string =>
    [cells[0].padEnd(11), cells[1].padEnd(7), cells[2].padStart(6), cells[3].padStart(12), ` ${cells[4]}`]
      .join(' ')
      .trimEnd();
  if (first) reporter.result(line(['method', 'budget', 'tokens', 'first token', 'answer']));
  const words = printable(text.trim().replace(/\s*\n\s*/g, ' '));
  const shown = method === 'none' ? words : sameAsFull ? 'the same' : words;
  reporter.result(line([methodName(method), budget, `${tokens}`, formatMs(timings.firstTokenMs), shown]));
}

function tableFor(
  out: string,
  rows: readonly SweepRow[],
  about: Parameters<typeof sweepMarkdown>[1],
): string {
  switch (extname(out)) {
    case '.csv':
      return sweepCsv(rows);
    case '.md':
      return sweepMarkdown(rows, about);
    default:
      return `${JSON.stringify({ version: 1, ...about, rows, firstChange: firstChanges(rows) }, null, 2)}\n`;
  }
}

function nameOf(image: ImageSource): string {
  return image.kind === 'file' ? basename(image.path) : image.kind;
}

function readMethods(text = 'dymu'): readonly SweepMethod[] {
  const names = text.split(',').map((name) => name.trim());
  const chosen = names.map((name) => {
    const method = known.find((one) => one === name);
    if (method !== undefined) return method;
    throw new UsageError(`--methods takes a list of ${known.join(', ')}; "${name}" is not one of them.`);
  });
  return known.filter((method) => chosen.includes(method));
}

function readBudgets(text: string): readonly SweepBudget[] {
  const words = [...new Set(text.split(',').map((word) => word.trim()))];
  if (words.length > mostBudgets) {
    throw new UsageError(`--budgets takes up to ${mostBudgets} budgets, and ${words.length} were given.`);
  }
  return words.map((word) => {
    const request = methods.dymu.fromMode(word);
    if (request !== undefined) return { words: word, request };
    throw new UsageError(
      `--budgets takes averages such as 90, 35% or low, separated by commas; "${word}" is none.`,
    );
  });
}

/** Whether the calibration reaches so low; what was named by the user is asked for in any case, and said to be out of reach. */
function reaches({ calibration, tokensPerView }: ModelInfo, { request: { budget } }: SweepBudget): boolean {
  if (calibration === null || budget.kind !== 'share') return true;
  return budget.share * tokensPerView >= calibration.range[0];
}
