/** Runs the embedded model as the window does at a first start, and takes down what comes. Writes no file. */
import { cpus } from 'node:os';
import { join, relative, sep } from 'node:path';
import { firstTokens, reductionFor } from '../renderer/state/budget.ts';
import { firstChoices } from '../renderer/state/choices-slice.ts';
import { createEngine } from '../src-engine/create-engine.ts';
import type { AnswerResult, EncodedView, Encoding, Engine } from '../src-engine/engine.ts';
import { EngineError } from '../src-engine/errors.ts';
import type { RecordedAnswer, RecordedEncoding, Recording } from '../src-engine/bundled/first-start-file.ts';
import { contentsOf } from '../src-engine/bundled/first-start.ts';
import { readShelf } from '../src-engine/bundled/shelf.ts';
import { compareMeasured, measure } from '../src-engine/report/measure.ts';

export interface Recorded {
  readonly recording: Recording;
  /** How near a score came to its threshold. Below `safeMargin` another processor's rounding may merge otherwise. */
  readonly margin: number;
}

/** Ten times what the order of additions changes in a cosine of 32 bits. */
export const safeMargin = 1e-6;

/**
 * The first picture of the shelf with its first question, at the budget that the window begins with; times are medians of `repeats` runs.
 * @throws EngineError where the assets are incomplete
 */
export async function recordFirstStart(assets: string, repeats: number): Promise<Recorded> {
  const engine = await createEngine({
    device: 'cpu', // the one that every computer has
    calibrationDirectories: [join(assets, 'calibrations')],
  });
  try {
    return await record(engine, assets, repeats);
  } finally {
    await engine.close();
  }
}

async function record(engine: Engine, assets: string, repeats: number): Promise<Recorded> {
  const [first] = await readShelf(assets);
  const question = first?.questions[0];
  const directory = join(assets, 'pocket');
  const info = await engine.load({ directory });
  const reduction = reductionFor({ ...firstChoices, tokens: firstTokens(info) }, info);
  const calibration = (await engine.inspect(directory)).calibration?.file;
  if (first === undefined || question === undefined || reduction.method !== 'dymu' || !calibration) {
    throw new EngineError(
      'bad-input',
      'The assets have no first picture or no calibration of the embedded model',
      { remedy: 'add what is missing' },
    );
  }
  const image = { kind: 'file', path: first.path } as const;
  const visual = { kind: 'images', images: [image] } as const;
  const asked = { visual, question, virtualUnmerging: firstChoices.virtualUnmerging };
  const requests = {
    full: { ...asked, reduction: { method: 'none' } as const },
    reduced: { ...asked, reduction },
  };
  const { full, reduced } = compareMeasured(await measure(engine, requests, { runs: repeats }));
  const encoding = await engine.encode({ image, reduction, scores: true });
  const files = { picture: inAssets(assets, first.path), calibration: inAssets(assets, calibration) };
  const recording: Recording = {
    version: 1,
    machine: {
      kind: 'recorded',
      processor: cpus()[0]?.model.trim() ?? 'an unknown processor',
      device: info.device,
      precision: info.precision,
      date: new Date().toISOString().slice(0, 10),
    },
    contents: await contentsOf(assets, files),
    ...files,
    question,
    reduction,
    virtualUnmerging: asked.virtualUnmerging,
    encoding: encodingOf(encoding),
    answers: { full: answerOf(full.answer), merged: answerOf(reduced.answer) },
  };
  return { recording, margin: Math.min(...encoding.views.map(marginOf)) };
}

const inAssets = (assets: string, path: string): string => relative(assets, path).split(sep).join('/');

function marginOf({ grid: [rows, columns], thresholds, scores = new Float32Array() }: EncodedView): number {
  const patches = rows * columns;
  return scores.reduce((least, score, i) => {
    const distance = Math.abs(score - (thresholds[Math.floor(i / patches)] ?? Number.NaN));
    return distance < least ? distance : least; // NaN, where a patch was no candidate, is never less
  }, Infinity);
}

function encodingOf(encoding: Encoding): RecordedEncoding {
  const { model, family, tokens, fullTokens, target, source } = encoding;
  return { model, family, views: encoding.views.map(withoutScores), tokens, fullTokens, target, source };
}

function withoutScores(view: EncodedView): EncodedView {
  const { grid, region, tokens, countsPerLayer, thresholds, owner, size } = view;
  return { grid, region, tokens, countsPerLayer, thresholds, owner, size };
}

function answerOf({
  text,
  visualTokens,
  fullVisualTokens,
  timings,
  peakMemoryBytes,
}: AnswerResult): RecordedAnswer {
  const rounded = (value: number) => Number(value.toFixed(2));
  return {
    text,
    visualTokens,
    fullVisualTokens,
    cost: {
      preprocessMs: rounded(timings.preprocessMs),
      encodeMs: rounded(timings.encodeMs),
      projectMs: rounded(timings.projectMs),
      prefillMs: rounded(timings.prefillMs),
      firstTokenMs: rounded(timings.firstTokenMs),
      decodeMs: rounded(timings.decodeMs),
      tokensPerSecond: rounded(timings.tokensPerSecond),
      peakMemoryBytes,
    },
  };
}
