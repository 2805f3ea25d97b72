/** Asks the embedded model everything that samples.json knows an answer to, with all tokens and at the presets. Chooses nothing. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createEngine } from '../src-engine/create-engine.ts';
import type { EvaluatedQuestion, EvaluateResult, Progress } from '../src-engine/engine.ts';
import {
  answerContents,
  mergedModes,
  readSamples,
  type Sample,
  type SampleAnswer,
  type SampleAnswers,
} from './sample-answers.ts';

/** Where an interrupted run goes on: answers are kept under weights, picture, thresholds and question. */
const scratch = resolve(import.meta.dirname, '../.cache/choose-questions');

/** On the CPU, which every computer has. Throws EngineError. */
export async function askSamples(
  assets: string,
  onProgress: (progress: Progress) => void,
): Promise<SampleAnswers> {
  const samples = await readSamples(assets);
  const result = await evaluateSamples(assets, samples, onProgress);
  const details = result.details ?? [];
  return {
    version: 1,
    device: result.device,
    precision: result.precision,
    contents: await answerContents(assets, samples),
    samples: samples.map(({ file }) => ({
      file,
      answers: details.filter(({ image }) => image === join(assets, 'samples', file)).map(answerOf),
    })),
  };
}

async function evaluateSamples(
  assets: string,
  samples: readonly Sample[],
  onProgress: (progress: Progress) => void,
): Promise<EvaluateResult> {
  const lines = samples.flatMap(({ file, qa }) =>
    qa.map(({ kind, question, answer }) => {
      const image = join(assets, 'samples', file);
      return `${JSON.stringify({ image, question, answers: [answer], kind })}\n`;
    }),
  );
  await mkdir(scratch, { recursive: true });
  const data = join(scratch, 'questions.jsonl');
  await writeFile(data, lines.join(''));
  const engine = await createEngine({
    device: 'cpu',
    cacheDirectory: scratch,
    calibrationDirectories: [join(assets, 'calibrations')],
  });
  try {
    await engine.load({ directory: join(assets, 'pocket') });
    const modes = ['full', ...mergedModes];
    return await engine.evaluate({ data, modes, details: true, resume: true }, { onProgress });
  } finally {
    await engine.close();
  }
}

function answerOf({ question, given: [full, ...merged] }: EvaluatedQuestion): SampleAnswer {
  const text = full?.text ?? '';
  return {
    question,
    full: text,
    right: full?.score === 1,
    changes: Object.fromEntries(
      mergedModes.flatMap((mode, index) => {
        const other = merged[index]?.text ?? '';
        return other === text ? [] : [[mode, other]];
      }),
    ),
  };
}
