/** A question about images, answered as a pulled stream: encode, prefill, then one token per pull, each stage timed. */
import type { AnswerEvent, AnswerRequest, AnswerResult, EncodeTimings } from '../engine.ts';
import { answerLimit } from '../language/context.ts';
import { buildPrompt } from '../language/prompt.ts';
import type { PromptPlan } from '../language/prompt.ts';
import { stopReason } from '../language/stop.ts';
import { createTextStreamer } from '../language/text-streamer.ts';
import { newlineCell } from '../merging/image-layout.ts';
import { countIn, keepsPlaces } from '../reduction/plan.ts';
import type { Plan, PrunePlan } from '../reduction/plan.ts';
import { startPeakMeter } from '../runtime/memory.ts';
import { spanWords } from '../vision/joined-frames.ts';
import type { EncodedImage } from './encode.ts';
import type { Generation, PrefillInput } from './language-model.ts';
import type { LoadedModel } from './loaded-model.ts';
import { encodeVisuals } from './look.ts';
import type { Look } from './look.ts';
import type { Pace } from './pace.ts';
import { planReduction } from './plan-reduction.ts';
import { prefillInput } from './prompt-rows.ts';
import { promptPlaces, readVisuals } from './read-visuals.ts';
import type { ReadVisual } from './read-visuals.ts';
import { writeLogits } from './save.ts';
import { tokenChoice } from './token-choice.ts';
import { prefillMultiplyAdds } from './theory.ts';
import { placeLengths, roleIn } from './visual-input.ts';
import type { VisualInput } from './visual-input.ts';

const USUAL_NEW_TOKENS = 256;

/** What callers inside the engine may add to a request. */
export interface AnswerExtras {
  /** Encoded before, with the request's images and reduction: nothing is read or encoded again, and its times are the first look's. */
  readonly look?: Look;
  /** The longest answer where the request names none. */
  readonly usualNewTokens?: number;
  /** Who else ran or waited meanwhile. */
  readonly disturbedBy?: () => readonly string[];
  /** Path of a file for the logits of the first generated position. */
  readonly saveLogits?: string | undefined;
}

/** Throws EngineError; leaving the loop early frees the KV cache. */
export async function* answer(
  model: LoadedModel,
  request: AnswerRequest,
  pace: Pace,
  { look, usualNewTokens, disturbedBy = () => [], saveLogits }: AnswerExtras = {},
): AsyncGenerator<AnswerEvent, void, undefined> {
  const { checkpoint, tokenizer } = model;
  const { spec } = checkpoint;
  const plan = planReduction(model, request.reduction, roleIn(request.visual));
  const visuals = look?.visuals ?? (await readVisuals(model, request.visual, pace));
  const inputs = visuals.map(({ input }) => input);
  // Everything that can be refused is refused before the expensive part.
  const prompt = buildPrompt({
    checkpoint,
    tokenizer,
    question: request.question,
    earlier: request.earlier,
    imageLengths: placeLengths(inputs),
    crops: inputs.map(({ images }) => images[0]?.crops),
    visual: request.visual.kind === 'video' ? 'video' : 'image',
  });
  const maxNewTokens = newTokens(model, request, prompt, inputs, usualNewTokens);
  const choice = tokenChoice(model, request, prompt, maxNewTokens);
  const language = await model.languageModel();
  const { reuse = false } = request;
  const kept = reuse && look === undefined ? model.looks.find(plan, visuals) : undefined;
  const known = look ?? kept;
  const encode =
    known === undefined ? await visualEncoder(model, plan) : () => Promise.resolve(known.encoded);
  const generation = language.start({
    positions: prompt.positions + maxNewTokens,
    rows: cacheRows(plan, prompt, inputs) + maxNewTokens,
    reuse,
  });

  try {
    const memory = startPeakMeter();
    const encoded = await encode(visuals, pace);
    if (reuse) model.looks.keep(plan, known ?? { visuals, encoded });
    const all = encoded.flat();
    memory.sample();
    yield { kind: 'encoded', encodings: all.map(({ encoding }) => encoding) };
    await pace.next();

    const prefillStart = performance.now();
    const images = encoded.flatMap((place, index) =>
      promptPlaces(spec, inputs[index], place, plan.kind === 'plain'),
    );
    const input = prefillInput(prompt, images, await model.newline(), request.virtualUnmerging);
    const firstLogits = await generation.prefill(input);
    const tokens = [choice.next(firstLogits)];
    const prefillMs = performance.now() - prefillStart;
    const stages = kept === undefined ? sumTimings(all) : sparedTimings(visuals, kept);
    // A sum of stages: what the caller does between two pulls is not the model's time.
    const firstTokenMs = stages.preprocessMs + stages.encodeMs + stages.projectMs + prefillMs;
    memory.sample();
    if (saveLogits !== undefined) await writeLogits(saveLogits, firstLogits);
    yield { kind: 'prefilled', promptTokens: prompt.positions, prefillMs };

    const streamer = createTextStreamer(tokenizer);
    let text = '';
    let decodeMs = 0;
    for (;;) {
      const token = tokens.at(-1) ?? 0;
      const stopped = stopReason(tokens, choice.stop);
      const piece = stopped === null ? streamer.put(token) : streamer.put(token) + streamer.end();
      text += piece;
      if (piece !== '') yield { kind: 'piece', text: piece };
      if (stopped !== null) {
        const timings = {
          ...stages,
          prefillMs,
          firstTokenMs,
          decodeMs,
          tokensPerSecond: rate(tokens.length - 1, decodeMs),
        };
        yield {
          kind: 'done',
          result: {
            ...describe(model, prompt, all, input, request.visual.kind === 'images'),
            text,
            tokens,
            stopped,
            decoding: choice.decoding,
            timings,
            ...reusedBy(kept, generation),
            peakMemoryBytes: memory.peak(),
            disturbedBy: disturbedBy(),
          },
        };
        return;
      }
      await pace.next();
      const stepStart = performance.now();
      tokens.push(choice.next(await generation.step(token)));
      decodeMs += performance.now() - stepStart;
    }
  } finally {
    generation.end();
  }
}

/** The most rows that the prompt can come to: its positions, but only what is kept of every view where it keeps its places. */
function cacheRows(plan: Plan, { positions }: PromptPlan, inputs: readonly VisualInput[]): number {
  if (!keepsPlaces(plan)) return positions;
  const spared = inputs.map(({ places, images }) => {
    const views = images.reduce((sum, image) => sum + image.views.length, 0);
    const cells = places.flatMap(({ layout }) => [...layout.cells]);
    const patches = cells.reduce((sum, cell) => sum + Number(cell !== newlineCell), 0);
    const kept = plan.kind === 'select' ? plan.tokens : keptOf(plan, places);
    return patches - views * kept; // below 0 on a shrunken grid, where tokens share positions
  });
  return positions - spared.reduce((sum, one) => sum + one, 0);
}

/** Where pictures keep their shape a share is of their own cells. */
function keptOf(plan: PrunePlan, places: VisualInput['places']): number {
  const grid = places[0]?.layout.grid;
  return grid === undefined ? plan.rows : countIn(plan, plan.rows, grid.rows * grid.columns);
}

function newTokens(
  { checkpoint }: LoadedModel,
  request: AnswerRequest,
  prompt: PromptPlan,
  inputs: readonly VisualInput[],
  usual = ownLength(checkpoint, prompt) ?? USUAL_NEW_TOKENS,
): number {
  return answerLimit({
    positions: prompt.positions,
    imagePositions: placeLengths(inputs).reduce((sum, length) => sum + length, 0),
    maxPositions: checkpoint.spec.text.maxPositions,
    requested: request.maxNewTokens,
    usual,
  });
}

/** What the checkpoint says where nobody asks; `max_length` counts the prompt, and says nothing to one that is longer. */
function ownLength({ generation }: LoadedModel['checkpoint'], { positions }: PromptPlan): number | undefined {
  const { max_new_tokens: ownTokens, max_length: all } = generation.settings;
  if (ownTokens !== undefined || all === undefined || all <= positions) return ownTokens;
  return Math.min(all - positions, USUAL_NEW_TOKENS);
}

function describe(
  model: LoadedModel,
  prompt: PromptPlan,
  encoded: readonly EncodedImage[],
  input: PrefillInput,
  pictures: boolean, // else frames of one video, which say the same of each
): Omit<
  AnswerResult,
  'text' | 'tokens' | 'stopped' | 'decoding' | 'timings' | 'peakMemoryBytes' | 'disturbedBy'
> {
  const numbered = pictures && encoded.length > 1;
  const remarks = encoded.flatMap(({ encoding }, index) =>
    (encoding.notes ?? []).map((note) => (numbered ? `Image ${index + 1}: ${note}` : note)),
  );
  const frames = encoded.flatMap(({ encoding }) => encoding.frames ?? []);
  const span = model.checkpoint.spec.vision.freeGrid?.frames ?? 1;
  const spans = frames.length === 0 ? [] : [spanWords(frames, span)];
  const notes = [...new Set([...prompt.notes, ...spans, ...remarks])]; // the frames of a video may say the same
  const budget = encoded[0]?.encoding.budget;
  const textRows = input.tokenIds.length;
  return {
    promptTokens: prompt.positions,
    visualTokens: input.inverseCount.length - textRows,
    fullVisualTokens: prompt.positions - textRows,
    theory: {
      encode: encoded.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
      prefill: prefillMultiplyAdds(model.checkpoint.spec.text, input.inverseCount.length, input.u.length),
    },
    pictures: encoded.flatMap(({ encoding }) => encoding.picture ?? []),
    ...(encoded.length < 2
      ? {}
      : {
          shares: encoded.map(({ encoding: { tokens, fullTokens, frames } }) => ({
            ...{ tokens, fullTokens },
            ...(frames === undefined ? {} : { frames }),
          })),
        }),
    device: model.device.name,
    precision: model.precision,
    tower: model.towerPrecision,
    ...(budget === undefined ? {} : { budget }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

/** Loads what a plan needs, so that nobody's encoding time includes it. */
async function visualEncoder(model: LoadedModel, plan: Plan) {
  const run = await model.tower.open(plan);
  return (visuals: readonly ReadVisual[], pace: Pace) => encodeVisuals(model, run, visuals, pace);
}

function reusedBy(kept: Look | undefined, generation: Generation): Pick<AnswerResult, 'reused'> {
  const { reusedRows: rows } = generation;
  if (kept === undefined && rows === 0) return {};
  const { encodeMs, projectMs } = sumTimings(kept?.encoded.flat() ?? []);
  return {
    reused: { encoding: kept !== undefined, rows, sparedMs: encodeMs + projectMs + generation.sparedMs },
  };
}

/** Of an answer whose picture came encoded: where its views are those of the earlier look, nobody read or prepared it for this answer. */
function sparedTimings(visuals: readonly ReadVisual[], { visuals: before }: Look): EncodeTimings {
  const there = new Set(before.flatMap(({ images }) => images));
  const afresh = visuals.flatMap(({ images }) => images).filter((image) => !there.has(image));
  const imageDecodeMs = afresh.reduce((sum, image) => sum + image.imageDecodeMs, 0);
  const prepareMs = afresh.reduce((sum, image) => sum + image.prepareMs, 0);
  return { imageDecodeMs, prepareMs, preprocessMs: imageDecodeMs + prepareMs, encodeMs: 0, projectMs: 0 };
}

function sumTimings(encoded: readonly EncodedImage[]): EncodeTimings {
  const sum = { imageDecodeMs: 0, prepareMs: 0, preprocessMs: 0, encodeMs: 0, projectMs: 0 };
  for (const { encoding } of encoded) {
    sum.imageDecodeMs += encoding.timings.imageDecodeMs;
    sum.prepareMs += encoding.timings.prepareMs;
    sum.preprocessMs += encoding.timings.preprocessMs;
    sum.encodeMs += encoding.timings.encodeMs;
    sum.projectMs += encoding.timings.projectMs;
  }
  return sum;
}

function rate(tokens: number, ms: number): number {
  return ms > 0 ? (tokens * 1000) / ms : 0;
}
