/** Asks the embedded model everything that samples.json knows an answer to, with all tokens and at the presets. Chooses nothing. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const scratch = await mkdtemp(join(tmpdir(), 'dymu-samples-'));
  const engine = await createEngine({
    device: 'cpu',
    cacheDirectory: scratch, // nothing that an earlier run kept
    calibrationDirectories: [join(assets, 'calibrations')],
  });
  try {
    const data = join(scratch, 'questions.jsonl');
    await writeFile(data, lines.join(''));
    await engine.load({ directory: join(assets, 'pocket') });
    return await engine.evaluate({ data, modes: ['full', ...mergedModes], details: true }, { onProgress });
  } finally {
    await engine.close();
    await rm(scratch, { recursive: true });
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
