/** `dymu ask`: a question about images; the answer streams to standard output. */
import { Command } from 'commander';
import { z } from 'zod';
import type { AnswerRequest, AnswerResult } from '../engine.ts';
import { decodingWords } from '../report/decoding-words.ts';
import { runAnswer } from '../report/run-answer.ts';
import { formatBytes, formatMs, formatRate } from '../report/units.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { answerDocument } from './documents.ts';
import { framesOption, readFrames, refuseFramesBeside } from './frames.ts';
import { readImages } from './image-options.ts';
import { addMergeOptions, mergeFields, readReduction } from './merge-options.ts';
import { parseInteger } from './numbers.ts';
import { checkOutputPath } from './output-path.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { regionLines, regionSums } from './region-words.ts';
import { createReporter } from './reporter.ts';
import { readSampling, samplingHelp } from './sampling-options.ts';
import { needCalibration, withModel } from './session.ts';
import { readTurns } from './turns-file.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  ...mergeFields,
  image: z.array(z.string()).optional(),
  pixelValues: z.string().optional(),
  frames: z.array(z.string()).optional(),
  prompt: z.string().optional(),
  turns: z.string().optional(),
  vtu: z.boolean().optional(), // false after --no-vtu
  layout: z.string().optional(),
  maxNewTokens: z.string().optional(),
  sampling: z.string().optional(),
  saveLogits: z.string().optional(),
});
type Flags = z.infer<typeof flagsSchema>;
const layoutSchema = z.enum(['faithful', 'flat']).optional();

export function askCommand(context: CliContext): Command {
  const command = new Command('ask')
    .description('Ask a question about an image')
    .option('--image <file...>', 'one image or several')
    .option('--pixel-values <file>', 'safetensors with "pixel_values"; skips preprocessing')
    .option(...framesOption)
    .option('--prompt <text>', 'the question')
    .option('--turns <file>', 'the conversation that the question goes on with, as JSON')
    .option('--no-vtu', 'without virtual unmerging: the decoder sees the merged tokens as a shorter sequence')
    .option('--layout <name>', 'for models with several views: faithful or flat (default: faithful)')
    .option('--max-new-tokens <N>', 'longest answer, in tokens')
    .option('--sampling <how>', samplingHelp)
    .option('--save-logits <file>', 'write the logits of the first answer position as safetensors')
    .action(async (raw: unknown) => ask(context, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(addMergeOptions(command)));
}

async function ask(context: CliContext, flags: Flags): Promise<void> {
  const request = await readRequest(flags);
  const saveLogits = flags.saveLogits === undefined ? undefined : await checkOutputPath(flags.saveLogits);
  const reporter = createReporter(context, flags);
  await withModel(context, flags, reporter, async ({ engine, info, call }) => {
    needCalibration([request.reduction], info);
    const saving = saveLogits === undefined ? {} : { saveLogits };
    const { result, encodings } = await runAnswer(engine, request, { ...call, ...saving }, (piece) => {
      reporter.piece(piece);
    });
    reporter.piece('\n');
    const regions = encodings.length === 1 ? encodings.flatMap(regionSums) : [];
    const document = answerDocument(result, { reduction: request.reduction, info });
    reporter.document(regions.length === 0 ? document : { ...document, regions });
    for (const line of regionLines(regions)) reporter.say(line);
    for (const note of result.notes ?? []) reporter.say(note);
    reporter.say(factsInWords(result));
    if (flags.sampling !== undefined || result.decoding.settings.length > 0) {
      reporter.say(`Tokens chosen: ${decodingWords(result.decoding, info.generation.file)}.`);
    }
    if (result.stopped === 'stop-string') {
      reporter.say('The answer ended at a text of stop_strings, which is part of it.');
    }
    if (result.stopped === 'length') {
      reporter.say(`The answer was cut at ${result.tokens.length} tokens; --max-new-tokens allows more.`);
    }
    if (saveLogits !== undefined) reporter.say(`Logits written to ${saveLogits}.`);
  });
}

/** Checks the whole command line before a model is loaded. */
async function readRequest(flags: Flags): Promise<AnswerRequest> {
  const { prompt, frames, maxNewTokens } = flags;
  const sampling = readSampling(flags.sampling);
  refuseFramesBeside(flags);
  const images = frames === undefined ? readImages(flags) : undefined;
  if (prompt === undefined || prompt.trim() === '')
    throw new UsageError('Give a question with --prompt TEXT.');
  if (flags.regions !== undefined && images?.length !== 1) {
    throw new UsageError('--regions belong to one picture; ask about one --image at a time with them.');
  }
  const layout = layoutSchema.safeParse(flags.layout);
  if (!layout.success) throw new UsageError('--layout takes faithful or flat.');
  const cut = layout.data === undefined ? {} : { layout: layout.data };
  return {
    visual:
      images === undefined
        ? { kind: 'video', frames: await readFrames(frames ?? []), ...cut }
        : { kind: 'images', images, ...cut },
    ...(flags.turns === undefined ? {} : { earlier: await readTurns(flags.turns) }),
    question: prompt,
    reduction: await readReduction(flags),
    virtualUnmerging: flags.vtu !== false,
    ...(sampling === undefined ? {} : { sampling }),
    ...(maxNewTokens === undefined
      ? {}
      : { maxNewTokens: parseInteger('--max-new-tokens', maxNewTokens, { min: 1, max: 1_000_000 }) }),
  };
}

export function factsInWords(result: AnswerResult): string {
  const { timings } = result;
  return [
    `${result.visualTokens} of ${result.fullVisualTokens} visual tokens`,
    `encode ${formatMs(timings.encodeMs)}`,
    `prefill ${formatMs(timings.prefillMs)}`,
    `first token after ${formatMs(timings.firstTokenMs)}`,
    formatRate(timings.tokensPerSecond),
    `peak memory ${formatBytes(result.peakMemoryBytes)}`,
    `${result.device}, ${result.precision}`,
  ].join('; ');
}
