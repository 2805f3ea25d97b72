/** What the scripted engine says of the precisions of its language model. */
import type { ModelInfo, PrecisionReport } from '../../src-engine/engine.ts';

export function fakePrecisionReport(info: ModelInfo, questions: number): PrecisionReport {
  const row = (precision: string, bits: number, speed: number, mean: number, agreement: number) => ({
    precision,
    bytes: (info.parameters * bits) / 8,
    loadMs: bits * 2,
    tokensPerSecond: 100 * speed,
    divergence: { mean, max: 10 * mean },
    agreement,
  });
  return {
    model: info.name,
    device: info.device,
    questions,
    positions: questions * 9,
    results: [row('fp32', 32, 1, 0, 1), row('int8', 9, 1.5, 0.0002, 1), row('int4', 5, 2, 0.02, 0.97)],
    disturbedBy: [],
    refusals: [{ precision: 'fp16', reason: 'fp16 is of no use on cpu: it is slower there.' }],
  };
}
