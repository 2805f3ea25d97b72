/** `dymu eval`: questions with known answers in several modes; what merging keeps of the accuracy. */
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { bundledBench } from '../bundled/assets.ts';
import type { EvaluateRequest, Progress, ScorerName, SetName } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { equalForms, isEqual, planModes } from '../evaluation/equal-modes.ts';
import type { PlannedMode } from '../evaluation/equal-modes.ts';
import { modeForms } from '../evaluation/modes.ts';
import { questionSets } from '../evaluation/sets/table.ts';
import { scorers } from '../judging/scorers.ts';
import { plural } from '../report/units.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { evaluateByWorkers, evaluatePart } from './eval-sharing.ts';
import { evaluationFiles, needsDetails, presentEvaluation } from './evaluation-output.ts';
import { parseInteger } from './numbers.ts';
import { checkOutputPath } from './output-path.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { questionsInWords } from './questions-text.ts';
import { addQueueOption } from './queue-option.ts';
import { createReporter } from './reporter.ts';
import { needCalibration, withModel } from './session.ts';
import { readShard } from './shard-option.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  data: z.string().optional(),
  set: z.string().optional(),
  split: z.string().optional(),
  instruction: z.string().optional(),
  modes: z.string().optional(),
  scorer: z.string().optional(),
  limit: z.string().optional(),
  maxNewTokens: z.string().optional(),
  resume: z.boolean().optional(),
  out: z.string().optional(),
  figure: z.string().optional(),
  shard: z.string().optional(),
  queue: z.string().optional(),
});
type Flags = z.infer<typeof flagsSchema>;

const usualModes = 'full,dymu:high,dymu:mid,dymu:low';
const setNames: readonly SetName[] = ['jsonl', ...questionSets.map(({ name }) => name)];
const many = { min: 1, max: 1_000_000 };

export function evalCommand(context: CliContext): Command {
  const command = new Command('eval')
    .description('Measure how much accuracy merging keeps, on questions with known answers')
    .option(
      '--data <file|dir>',
      'questions as JSON lines or a list, the folder of a questions.jsonl, or a known set as it is published (default: the bench)',
    )
    .option('--set <name>', `read the data as ${setNames.join(', ')} (default: recognised by content)`)
    .option('--split <name>', 'of a set with several (default: the one that results are published for)')
    .option(
      '--instruction <text>',
      'add a line to every question; usual: what evaluations of the set usually add (default: nothing)',
    )
    .option(
      '--modes <list>',
      `of ${modeForms}, each also with :no-vtu, ${equalForms} (default: ${usualModes})`,
    )
    .option(
      '--scorer <name>',
      `${Object.keys(scorers).join(', ')} (default: the set's own, exact for JSON lines)`,
    )
    .option('--limit <N>', 'N images, spread evenly over the data')
    .option('--max-new-tokens <N>', 'longest answer, in tokens (default: 64)')
    .option('--resume', 'reuse answers of earlier runs on this data, interrupted or not')
    .option('--out <file>', 'write the table as .csv or .md, or as .json with every answer')
    .option('--figure <file>', 'write accuracy against tokens as .svg')
    .action(async (raw: unknown) => evaluate(context, flagsSchema.parse(raw)));
  command
    .optionsGroup('Several machines:')
    .option(
      '--shard <i/n>',
      'ask the i-th of n parts of the images and write them to --out PART.json, for dymu merge',
    );
  return addCommonOptions(addPictureOptions(addQueueOption(command)));
}

async function evaluate(context: CliContext, flags: Flags): Promise<void> {
  const modes = readModes(flags.modes ?? usualModes);
  const shard = readShard(flags.shard);
  const part = shard === undefined ? undefined : { shard, out: await partFile(flags) };
  const files = await evaluationFiles(part === undefined ? flags : {});
  const request = readRequest(flags, needsDetails(files));
  const reporter = createReporter(context, flags);
  const onProgress = (progress: Progress): void => {
    reporter.progress(progress, true);
  };

  await withModel(context, flags, reporter, async ({ engine, info, call }) => {
    needCalibration(
      modes.flatMap((mode) => (isEqual(mode) ? [] : [mode.reduction])),
      info,
      'make one with "dymu calibrate" and give it with --calibration, or evaluate --modes full,pool:34%',
    );
    if (flags.data === undefined) reporter.say(`No questions given: using the bundled ${request.data}.`);
    else {
      const { data, set, split } = request;
      const found = await engine.questions(
        { data, ...(set === undefined ? {} : { set }), ...(split === undefined ? {} : { split }) },
        call,
      );
      for (const sentence of questionsInWords(found)) reporter.say(sentence);
    }
    if (part !== undefined) {
      const { questions } = await evaluatePart(engine, request, part, { ...call, onProgress });
      reporter.document({ out: part.out, shard: part.shard, questions: questions.length });
      reporter.say(
        `Part ${part.shard.index} of ${part.shard.count} (${plural(questions.length, 'question')}) written to ${part.out}; dymu merge joins them.`,
      );
      return;
    }
    const title = `Evaluating ${basename(request.data)}`;
    const result = await (
      flags.queue === undefined
        ? engine.evaluate(request, { ...call, onProgress })
        : evaluateByWorkers({ context, engine, reporter, onProgress, url: flags.queue, title }, request)
    ).catch((error: unknown) => {
      if (context.signal.aborted && flags.queue === undefined)
        reporter.say('The answers so far are kept; continue with --resume.');
      throw error;
    });
    await presentEvaluation(reporter, result, files);
  });
}

/** Throws UsageError. */
async function partFile(flags: Flags): Promise<string> {
  if (flags.queue !== undefined)
    throw new UsageError('--queue and --shard exclude each other; give one of them.');
  if (flags.out?.endsWith('.json') !== true || flags.figure !== undefined) {
    throw new UsageError(
      'A shard writes its part: give --out PART.json, and table and figure to dymu merge.',
    );
  }
  return checkOutputPath(flags.out);
}

function readModes(list: string): PlannedMode[] {
  try {
    return planModes(list.split(','));
  } catch (error) {
    if (error instanceof EngineError) throw new UsageError(error.message);
    throw error;
  }
}

function readRequest(flags: Flags, details: boolean): EvaluateRequest {
  if (flags.data === undefined && flags.model !== undefined) {
    throw new UsageError(
      'The bundled bench is made for the embedded model; give questions with --data FILE.',
    );
  }
  const { limit, maxNewTokens, scorer, set, split, instruction } = flags;
  return {
    data: flags.data === undefined ? bundledBench() : resolve(flags.data),
    modes: (flags.modes ?? usualModes).split(',').map((mode) => mode.trim()),
    ...(set === undefined ? {} : { set: readSet(set) }),
    ...(split === undefined ? {} : { split }),
    ...(scorer === undefined ? {} : { scorer: readScorer(scorer) }),
    ...(instruction === undefined ? {} : { instruction }),
    ...(limit === undefined ? {} : { limit: parseInteger('--limit', limit, many) }),
    ...(maxNewTokens === undefined
      ? {}
      : { maxNewTokens: parseInteger('--max-new-tokens', maxNewTokens, many) }),
    ...(flags.resume === true ? { resume: true } : {}),
    ...(details ? { details: true } : {}),
  };
}

function readSet(name: string): SetName {
  const found = setNames.find((each) => each === name);
  if (found !== undefined) return found;
  throw new UsageError(`--set takes ${setNames.join(', ')}; "${name}" is not one of them.`);
}

function readScorer(name: string): ScorerName {
  const found = Object.values(scorers).find((scorer) => scorer.name === name);
  if (found !== undefined) return found.name;
  throw new UsageError(`--scorer takes ${Object.keys(scorers).join(', ')}; "${name}" is not one of them.`);
}
