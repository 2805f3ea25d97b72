/** The stages of an answer's time as shares of a common scale. Numbers and names; draws nothing. */
import type { AnswerTimings } from '../../src-engine/engine.ts';
import { stagesOf, type Stage } from '../../src-engine/report/stages.ts';

export interface Segment extends Stage {
  readonly start: number; // 0..1 of the common scale
  readonly share: number; // 0..1
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
