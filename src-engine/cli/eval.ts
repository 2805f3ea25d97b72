/** `dymu eval`: questions with known answers in several modes; what merging keeps of the accuracy. */
import { extname, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-write.ts';
import { bundledBench } from '../bundled/assets.ts';
import type { EvaluateRequest, EvaluateResult, ScorerName, SetName } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { equalForms, isEqual, planModes } from '../evaluation/equal-modes.ts';
import type { PlannedMode } from '../evaluation/equal-modes.ts';
import { modeForms } from '../evaluation/modes.ts';
import { questionSets } from '../evaluation/sets/table.ts';
import { scorers } from '../judging/scorers.ts';
import { evaluationCurve } from '../figure/evaluation-curve.ts';
import { evaluationCsv } from '../report/evaluation/csv.ts';
import { evaluationJson } from '../report/evaluation/json.ts';
import { evaluationMarkdown } from '../report/evaluation/markdown.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { evaluationInWords, refusedInWords } from './evaluation-text.ts';
import { parseInteger } from './numbers.ts';
import { checkOutputPath } from './output-path.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { questionsInWords } from './questions-text.ts';
import { createReporter } from './reporter.ts';
import { needCalibration, withModel } from './session.ts';
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
    .option('--limit <N>', 'N pictures, spread evenly over the data')
    .option('--max-new-tokens <N>', 'longest answer, in tokens (default: 64)')
    .option('--resume', 'reuse answers of earlier runs on this data, interrupted or not')
    .option('--out <file>', 'write the table as .csv or .md, or as .json with every answer')
    .option('--figure <file>', 'write accuracy against tokens as .svg')
    .action(async (raw: unknown) => evaluate(context, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(command));
}

async function evaluate(context: CliContext, flags: Flags): Promise<void> {
  const modes = readModes(flags.modes ?? usualModes);
  const out = await outputOf('--out', flags.out, ['.csv', '.json', '.md']);
  const figure = await outputOf('--figure', flags.figure, ['.svg']);
  const request = readRequest(flags, out !== undefined && !out.endsWith('.csv'));
  const reporter = createReporter(context, flags);

  await withModel(context, flags, reporter, async ({ engine, info, call }) => {
    needCalibration(
      modes.flatMap((mode) => (isEqual(mode) ? [] : [mode.reduction])),
      info,
      'make one with "dymu calibrate" and give it with --calibration, or evaluate --modes full,tome:34%',
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
    const result = await engine
      .evaluate(request, {
        ...call,
        onProgress: (progress) => {
          reporter.progress(progress, true);
        },
      })
      .catch((error: unknown) => {
        if (context.signal.aborted) reporter.say('The answers so far are kept; continue with --resume.');
        throw error;
      });
    reporter.document(evaluationDocument(result));
    reporter.result(evaluationInWords(result));
    for (const sentence of refusedInWords(result)) reporter.say(sentence);
    for (const note of result.notes ?? []) reporter.say(note);
    reporter.say(
      'Intervals cover 95 % of 2000 resamples of the pictures; a difference whose interval contains 0 may be chance.',
    );
    if (out !== undefined) {
      await writeAtomically(out, tableFor(out)(result));
      reporter.say(`Table written to ${out}.`);
    }
    if (figure !== undefined) {
      await writeAtomically(figure, evaluationCurve(result));
      reporter.say(`Figure written to ${figure}.`);
    }
  });
}

function tableFor(out: string): (result: EvaluateResult) => string {
  if (out.endsWith('.json')) return evaluationJson;
  return out.endsWith('.md') ? evaluationMarkdown : evaluationCsv;
}

/** What --json prints. Every answer is in the file of --out. */
export function evaluationDocument(result: EvaluateResult) {
  const {
    model,
    set,
    split,
    scorer,
    instruction = null,
    imageBackend,
    imageRoute,
    images,
    questions,
  } = result;
  const { rows, kinds, refused = [], notes = [], tower = 'fp32' } = result;
  const data = { set, split, scorer, instruction, images, questions, kinds };
  return { model, ...data, rows, refused, notes, imageBackend, imageRoute, tower };
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

async function outputOf(
  option: string,
  path: string | undefined,
  endings: readonly string[],
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  if (!endings.includes(extname(path))) {
    throw new UsageError(`${option} takes a file ending in ${endings.join(' or ')}, and "${path}" does not.`);
  }
  return checkOutputPath(path);
}
