/** `dymu compare`: one question, answered with all tokens and with merged ones, side by side with what each cost. */
import { Command } from 'commander';
import { z } from 'zod';
import type { AnswerRequest, ImageRef, ImageSource, ModelInfo, RegionOutcome } from '../engine.ts';
import { allTokens, methodOf } from '../reduction/methods.ts';
import { speedUps, type Comparison } from '../report/comparison.ts';
import { decodingWords } from '../report/decoding-words.ts';
import { answerEvenly, isSteered } from '../report/even-answer.ts';
import type { EvenAnswer } from '../report/even-answer.ts';
import { compareMeasured, measure } from '../report/measure.ts';
import { verdict } from '../report/verdict.ts';
import { wordDiff, type DiffPart } from '../report/word-diff.ts';
import { leftOutWords, reasonWords } from '../report/words.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import { answersInWords, costsInWords, verdictInWords } from './comparison-text.ts';
import type { CliContext } from './context.ts';
import { evenDocument, evenInWords } from './even-answer.ts';
import { answerDocument, type About } from './documents.ts';
import { framesOption, readFrames, refuseFramesBeside } from './frames.ts';
import { readImages } from './image-options.ts';
import { addMergeOptions, mergeFields, readReduction } from './merge-options.ts';
import { parseInteger } from './numbers.ts';
import { addOverlayOptions, overlayFields, readOverlay } from './overlay-options.ts';
import { needsScores, saveOverlay } from './overlay.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { regionLines, regionSums } from './region-words.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { bundledSample } from './sample.ts';
import { readSampling, samplingHelp } from './sampling-options.ts';
import { needCalibration, withModel } from './session.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  ...mergeFields,
  image: z.array(z.string()).optional(),
  frames: z.array(z.string()).optional(),
  prompt: z.string().optional(),
  repeat: z.string().optional(),
  sampling: z.string().optional(),
  ...overlayFields,
});
type Flags = z.infer<typeof flagsSchema>;

export function compareCommand(context: CliContext): Command {
  const command = new Command('compare')
    .description('Answer with and without merging, side by side')
    .option('--image <file...>', 'one image or several (default, with the embedded model: a bundled one)')
    .option(...framesOption)
    .option('--prompt <text>', 'the question')
    .option('--repeat <N>', 'measure N times; medians and spread (default: 1)')
    .option('--sampling <how>', `${samplingHelp}; both answers from one seed`)
    .action(async (raw: unknown) => compare(context, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(addMergeOptions(addOverlayOptions(command))));
}

async function compare(context: CliContext, flags: Flags): Promise<void> {
  const reduction = await readReduction(flags);
  if (reduction.method === 'none') {
    throw new UsageError('dymu compare sets a method against all tokens; leave out --no-merge.');
  }
  const repeats = parseInteger('--repeat', flags.repeat ?? '1', { min: 1, max: 1_000 });
  const { kind, pictures, question, words } = await chooseQuestion(flags);
  const sampling = readSampling(flags.sampling);
  const overlay = await readOverlay(flags);
  refuseForSeveral(kind === 'video' ? 'frames' : pictures.length, flags);
  const reporter = createReporter(context, flags);

  await withModel(context, flags, reporter, async ({ engine, info, call }) => {
    needCalibration([reduction], info);
    if (words !== undefined) reporter.say(words);
    // Opened once: both ways see the very same pixels, and neither pays for decoding them.
    const opened: ImageRef[] = [];
    for (const picture of pictures) opened.push({ kind: 'open', id: (await engine.open(picture, call)).id });
    const [first] = opened;
    const merged: AnswerRequest = {
      visual: kind === 'video' ? { kind, frames: opened } : { kind, images: opened },
      question,
      reduction,
      virtualUnmerging: true,
      ...(sampling === undefined ? {} : { sampling }),
    };
    const full: AnswerRequest = { ...merged, reduction: allTokens };
    const runs = await measure(engine, { full, reduced: merged }, { ...call, runs: repeats });
    const comparison = compareMeasured(runs);
    const encoding = runs.reduced[0]?.encodings[0];
    if (overlay !== undefined && encoding !== undefined && first !== undefined) {
      const drawn = needsScores(overlay)
        ? await engine.encode({ image: first, reduction, scores: true }, call)
        : encoding;
      await saveOverlay({ engine, call, image: first, encoding: drawn, reduction, overlay });
    }
    const even =
      isSteered(reduction) && encoding !== undefined && first !== undefined
        ? await answerEvenly({ engine, call, info }, { ...merged, reduction }, first, encoding.tokens)
        : undefined;
    const regions = encoding === undefined ? [] : regionSums(encoding);
    report(reporter, comparison, { reduction, info }, { even, regions });
    if (overlay !== undefined) reporter.say(`Overlay written to ${overlay.path}.`);
    if (flags.json !== true && context.windowCommand !== undefined)
      reporter.say(`Open the app with: ${context.windowCommand}`);
  });
}

interface Chosen {
  readonly kind: 'images' | 'video';
  readonly pictures: readonly ImageSource[];
  readonly question: string;
  /** What was chosen for the user, to be said. */
  readonly words: string | undefined;
}

async function chooseQuestion(flags: Flags): Promise<Chosen> {
  refuseFramesBeside(flags);
  if (flags.image !== undefined || flags.frames !== undefined) {
    if (flags.prompt === undefined) throw new UsageError('Give a question with --prompt TEXT.');
    const given = { question: flags.prompt, words: undefined };
    return flags.frames === undefined
      ? { kind: 'images', pictures: readImages(flags), ...given }
      : { kind: 'video', pictures: await readFrames(flags.frames), ...given };
  }
  if (flags.model !== undefined) throw new UsageError('Give an image with --image FILE.');
  const sample = await bundledSample();
  const question = flags.prompt ?? sample.question;
  return {
    kind: 'images',
    pictures: [{ kind: 'file', path: sample.path }],
    question,
    words: `No image given: using the bundled ${sample.path} and asking "${question}"`,
  };
}

/** What is about one picture. */
function refuseForSeveral(pictures: number | 'frames', { regions, overlay }: Flags): void {
  if (pictures === 1) return;
  if (regions !== undefined)
    throw new UsageError('--regions belong to one picture; compare one --image at a time with them.');
  if (overlay !== undefined)
    throw new UsageError('--overlay shows one picture; compare one --image at a time with it.');
}

interface Loaded extends About {
  readonly info: ModelInfo;
}

interface OfRegions {
  readonly even: EvenAnswer | undefined;
  readonly regions: readonly RegionOutcome[];
}

function report(
  reporter: Reporter,
  comparison: Comparison,
  about: Loaded,
  { even, regions }: OfRegions,
): void {
  const { tokens } = methodOf(about.reduction);
  const diff = wordDiff(comparison.full.answer.text, comparison.reduced.answer.text);
  const document = {
    ...comparisonDocument(comparison, diff, about),
    ...(regions.length === 0 ? {} : { regions }),
  };
  reporter.document(even === undefined ? document : { ...document, uniform: evenDocument(even, about) });
  reporter.result(answersInWords(comparison, tokens, diff, reporter.style, reporter.width));
  for (const line of regionLines(regions)) reporter.result(line);
  if (even !== undefined) reporter.result(`\n${evenInWords(even, comparison)}`);
  reporter.result(`\n${costsInWords(comparison, tokens)}`);
  reporter.result(`\n${verdictInWords(comparison, verdict(comparison), reporter.style)}`);
  // What is remarked about the model was said when it was loaded.
  const said = new Set(about.info.notes);
  for (const note of document.notes) if (!said.has(note)) reporter.say(note);
  const { decoding } = comparison.full.answer;
  if (decoding.settings.length > 0) {
    reporter.say(`Tokens chosen: ${decodingWords(decoding, about.info.generation.file)}.`);
  }
}

/** With several runs, times are medians, and `repeat` tells how far they were apart. */
export function comparisonDocument(
  comparison: Comparison,
  diff: readonly DiffPart[],
  { reduction, info }: About,
) {
  const { full, reduced, runs } = comparison;
  const { kind, ratio, spread, runs: counted, reason } = verdict(comparison);
  const leftOut = leftOutWords(comparison);
  return {
    merged: answerDocument(reduced.answer, { reduction, info }),
    full: answerDocument(full.answer, { reduction: allTokens, info }),
    diff,
    speedup: speedUps(comparison),
    verdict: { kind, ratio, spread, runs: counted, reason: reasonWords(reason) },
    notes: [
      ...new Set([...(info.notes ?? []), ...(full.answer.notes ?? []), ...(reduced.answer.notes ?? [])]),
      ...(leftOut === undefined ? [] : [leftOut]),
    ],
    ...(runs > 1 ? { repeat: { runs, merged: reduced.spreads, full: full.spreads } } : {}),
  };
}
