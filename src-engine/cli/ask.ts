/** `dymu ask`: a question about images; the answer streams to standard output. */
import { Command } from 'commander';
import { z } from 'zod';
import type { AnswerResult } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { answerDocument } from './documents.ts';
import { megabytes, milliseconds } from './format.ts';
import { readImages } from './image-options.ts';
import { addMergeOptions, mergeFields, readMerging } from './merge-options.ts';
import { parseInteger } from './numbers.ts';
import { checkOutputPath } from './output-path.ts';
import { createReporter } from './reporter.ts';
import { runAnswer } from './run-answer.ts';
import { needCalibration, withModel } from './session.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...mergeFields,
  image: z.array(z.string()).optional(),
  pixelValues: z.string().optional(),
  frames: z.array(z.string()).optional(),
  prompt: z.string().optional(),
  vtu: z.boolean().optional(), // false after --no-vtu
  layout: z.string().optional(),
  maxNewTokens: z.string().optional(),
  saveLogits: z.string().optional(),
});
type Flags = z.infer<typeof flagsSchema>;

export function askCommand(context: CliContext): Command {
  const command = new Command('ask')
    .description('Ask a question about an image')
    .option('--image <file...>', 'one image or several')
    .option('--pixel-values <file>', 'safetensors with "pixel_values"; skips preprocessing')
    .option('--frames <file|dir...>', 'a video: its frames in order, or the folder that holds them')
    .option('--prompt <text>', 'the question')
    .option('--no-vtu', 'without virtual unmerging: the decoder sees the merged tokens as a shorter sequence')
    .option('--layout <name>', 'for models with several views: faithful or flat (default: faithful)')
    .option('--max-new-tokens <N>', 'longest answer, in tokens')
    .option('--save-logits <file>', 'write the logits of the first answer position as safetensors')
    .action(async (raw: unknown) => ask(context, flagsSchema.parse(raw)));
  return addCommonOptions(addMergeOptions(command));
}

async function ask(context: CliContext, flags: Flags): Promise<void> {
  const images = flags.frames === undefined ? readImages(flags) : [];
  if (flags.frames !== undefined && (flags.image !== undefined || flags.pixelValues !== undefined)) {
    throw new UsageError('--frames is a video and excludes --image and --pixel-values; give one of them.');
  }
  if (flags.prompt === undefined) throw new UsageError('Give a question with --prompt TEXT.');
  if (flags.layout !== undefined && flags.layout !== 'faithful' && flags.layout !== 'flat') {
    throw new UsageError('--layout is faithful or flat.');
  }
  const limit = flags.maxNewTokens;
  const maxNewTokens =
    limit === undefined ? undefined : parseInteger('--max-new-tokens', limit, { min: 1, max: 1_000_000 });
  const merging = await readMerging(flags);
  const saveLogits = flags.saveLogits === undefined ? undefined : await checkOutputPath(flags.saveLogits);
  const reporter = createReporter(context, flags);
  const question = flags.prompt;

  await withModel(context, flags, reporter, async ({ engine, info, call }) => {
    if (flags.frames !== undefined) throw noVideo(info.family);
    needCalibration(merging, info);
    const request = {
      images,
      question,
      merging,
      virtualUnmerging: flags.vtu !== false,
      ...(maxNewTokens === undefined ? {} : { maxNewTokens }),
      ...(saveLogits === undefined ? {} : { saveLogits }),
    };
    const { result } = await runAnswer(engine, request, call, (piece) => {
      reporter.piece(piece);
    });
    reporter.piece('\n');
    reporter.document(answerDocument(result));
    for (const note of result.notes ?? []) reporter.say(note);
    reporter.say(factsInWords(result));
    if (result.stopped === 'length') {
      reporter.say(`The answer was cut at ${result.tokens.length} tokens; --max-new-tokens allows more.`);
    }
    if (saveLogits !== undefined) reporter.say(`Logits written to ${saveLogits}.`);
  });
}

function noVideo(family: string): EngineError {
  return new EngineError(
    'unsupported',
    `Models of the family ${family} read images and not videos; give single frames with --image.`,
  );
}

export function factsInWords(result: AnswerResult): string {
  const { timings } = result;
  return [
    `${result.visualTokens} of ${result.fullVisualTokens} visual tokens`,
    `encode ${milliseconds(timings.encodeMs)}`,
    `prefill ${milliseconds(timings.prefillMs)}`,
    `first token after ${milliseconds(timings.firstTokenMs)}`,
    `${timings.tokensPerSecond.toFixed(0)} tokens/s`,
    `peak memory ${megabytes(result.peakMemoryBytes)}`,
    `${result.device}, ${result.precision}`,
  ].join('; ');
}
