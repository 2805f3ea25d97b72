/** A question about images, answered as a pulled stream: encode, prefill, then one token per pull, each stage timed. */
import type { AnswerEvent, AnswerRequest, AnswerResult, EncodeTimings } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { answerLimit } from '../language/context.ts';
import { buildPrompt } from '../language/prompt.ts';
import type { PromptPlan } from '../language/prompt.ts';
import { createSampler } from '../language/sampling.ts';
import { stopIds, stopReason } from '../language/stop.ts';
import { createTextStreamer } from '../language/text-streamer.ts';
import { startPeakMeter } from '../runtime/memory.ts';
import { breathe } from './breathe.ts';
import { encodeImage } from './encode.ts';
import type { EncodedImage } from './encode.ts';
import type { LoadedModel } from './loaded-model.ts';
import { prefillInput } from './prompt-rows.ts';
import { saveLogits } from './save.ts';
import { prefillMultiplyAdds } from './theory.ts';

const USUAL_NEW_TOKENS = 256;

/** Throws EngineError; leaving the loop early frees the KV cache. */
export async function* answer(
  model: LoadedModel,
  request: AnswerRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<AnswerEvent, void, undefined> {
  const { checkpoint, tokenizer } = model;
  const { spec } = checkpoint;
  if (request.images.length === 0) {
    throw new EngineError('bad-input', 'A question needs at least one image; give one with --image.');
  }
  // Everything that can be refused is refused before the expensive part.
  const prompt = buildPrompt({
    checkpoint,
    tokenizer,
    question: request.question,
    imageLengths: request.images.map(() => spec.vision.patches),
  });
  const maxNewTokens = newTokens(model, request, prompt);
  // Over all rows of the head, as the reference does, even where the tokenizer knows fewer.
  const sampler = createSampler(request.sampling ?? { kind: 'greedy' }, spec.text.vocabulary);
  const stop = stopIds(checkpoint.generation, tokenizer);
  const language = await model.languageModel();
  const generation = language.start(prompt.positions + maxNewTokens);

  const memory = startPeakMeter();
  const encoded: EncodedImage[] = [];
  for (const image of request.images) {
    const options = { scores: false, reusePixels: false, signal };
    encoded.push(await encodeImage(model, image, request.merging, options));
  }
  memory.sample();
  yield { kind: 'encoded', encodings: encoded.map(({ encoding }) => encoding) };
  await breathe();
  throwIfAborted(signal);

  const prefillStart = performance.now();
  const images = encoded.map(({ views, projected }) => ({
    views: views.map((view, index) => ({
      owner: view.owner,
      tokens: view.tokens,
      projected: projected[index] ?? new Float32Array(0),
    })),
  }));
  const input = prefillInput(prompt, images, spec.vision.patches, request.virtualUnmerging);
  const firstLogits = await generation.prefill(input);
  const tokens = [sampler(firstLogits)];
  const prefillMs = performance.now() - prefillStart;
  const stages = sumTimings(encoded);
  // A sum of stages: what the caller does between two pulls is not the model's time.
  const firstTokenMs = stages.preprocessMs + stages.encodeMs + stages.projectMs + prefillMs;
  memory.sample();
  if (request.saveLogits !== undefined) await saveLogits(request.saveLogits, firstLogits);
  yield { kind: 'prefilled', promptTokens: prompt.positions, prefillMs };

  const streamer = createTextStreamer(tokenizer);
  let text = '';
  let decodeMs = 0;
  for (;;) {
    const token = tokens.at(-1) ?? 0;
    const stopped = stopReason(tokens, stop, maxNewTokens);
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
          ...describe(model, prompt, encoded, input.inverseCount.length, input.u.length),
          text,
          tokens,
          stopped,
          timings,
          peakMemoryBytes: memory.peak(),
        },
      };
      return;
    }
    await breathe();
    throwIfAborted(signal);
    const stepStart = performance.now();
    tokens.push(sampler(await generation.step(token)));
    decodeMs += performance.now() - stepStart;
  }
}

function newTokens({ checkpoint }: LoadedModel, request: AnswerRequest, prompt: PromptPlan): number {
  const { spec, generation } = checkpoint;
  return answerLimit({
    positions: prompt.positions,
    imagePositions: request.images.length * spec.vision.patches,
    maxPositions: spec.text.maxPositions,
    requested: request.maxNewTokens,
    usual: generation.maxNewTokens ?? USUAL_NEW_TOKENS,
  });
}

function describe(
  model: LoadedModel,
  prompt: PromptPlan,
  encoded: readonly EncodedImage[],
  uniqueRows: number,
  positions: number,
): Omit<AnswerResult, 'text' | 'tokens' | 'stopped' | 'timings' | 'peakMemoryBytes'> {
  const notes = [...prompt.notes, ...encoded.flatMap(({ encoding }) => encoding.notes ?? [])];
  const total = (pick: (image: EncodedImage) => number): number =>
    encoded.reduce((sum, image) => sum + pick(image), 0);
  return {
    promptTokens: prompt.positions,
    visualTokens: total(({ encoding }) => encoding.tokens),
    fullVisualTokens: total(({ encoding }) => encoding.fullTokens),
    theory: {
      encode: total(({ multiplyAdds }) => multiplyAdds),
      prefill: prefillMultiplyAdds(model.checkpoint.spec.text, uniqueRows, positions),
    },
    device: model.device.name,
    precision: model.precision,
    ...(notes.length === 0 ? {} : { notes }),
  };
}

function sumTimings(encoded: readonly EncodedImage[]): EncodeTimings {
  const sum = { preprocessMs: 0, encodeMs: 0, projectMs: 0 };
  for (const { encoding } of encoded) {
    sum.preprocessMs += encoding.timings.preprocessMs;
    sum.encodeMs += encoding.timings.encodeMs;
    sum.projectMs += encoding.timings.projectMs;
  }
  return sum;
}

function rate(tokens: number, ms: number): number {
  return ms > 0 ? (tokens * 1000) / ms : 0;
}
