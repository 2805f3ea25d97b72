/** The stages of an answer's time as shares of a common scale. Numbers and names; draws nothing. */
import type { AnswerTimings } from '../../src-engine/engine.ts';

export interface Stage {
  readonly name: 'preprocess' | 'encode' | 'project' | 'prefill' | 'decode';
  readonly ms: number;
}

export interface Segment extends Stage {
  readonly start: number; // 0..1 of the common scale
  readonly share: number; // 0..1
}

/** In the order in which they happen. Their sum is the whole time of the answer. */
export function stagesOf(timings: AnswerTimings): readonly Stage[] {
  return [
    { name: 'preprocess', ms: timings.preprocessMs },
    { name: 'encode', ms: timings.encodeMs },
    { name: 'project', ms: timings.projectMs },
    { name: 'prefill', ms: timings.prefillMs },
    { name: 'decode', ms: timings.decodeMs },
  ];
}

export function totalMs(timings: AnswerTimings): number {
  return stagesOf(timings).reduce((sum, stage) => sum + stage.ms, 0);
}

/** Segments of one stacked bar on a scale that ends at `scaleMs`. */
export function segmentsOf(timings: AnswerTimings, scaleMs: number): readonly Segment[] {
  const scale = Math.max(scaleMs, Number.EPSILON);
  let start = 0;
  return stagesOf(timings).map((stage) => {
    const segment = { ...stage, start, share: stage.ms / scale };
    start += segment.share;
    return segment;
  });
}
