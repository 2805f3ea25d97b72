/** Sentences that belong beside the figures: what was made by chance, left out, scaled or not measured, and why. */
import type { BenchStage } from '../engine.ts';
import type { Device } from '../inference/session-factory.ts';
import { spreadOf } from '../report/spread.ts';
import type { Measured } from './memory.ts';
import type { Rounds } from './rounds.ts';
import type { Subject } from './subject.ts';

export interface Remarkable {
  readonly subject: Subject;
  readonly part: Measured;
  readonly stages: readonly BenchStage[];
  readonly rounds: Rounds;
  /** Of loading. */
  readonly notes: readonly string[];
  readonly device: Device;
}

export function remarksOn({ subject, part, stages, rounds, notes, device }: Remarkable): readonly string[] {
  const { spec } = subject;
  const [measured, all] = [part.spec.text.layers, spec.text.layers];
  const remarks = [
    subject.weights === 'random'
      ? 'The weights are random: the times are those of the shape, and the answers mean nothing.'
      : undefined,
    'Every view keeps exactly the share of its tokens, spread evenly over the layers; calibrated thresholds keep it on average.',
    stages.includes('language')
      ? undefined
      : 'The language model was not measured, so how much sooner an answer begins is not known.',
    stages.includes('language') && measured < all
      ? `${measured} of ${all} layers of the language model were measured. Its times are scaled to all of them by multiply-adds and bytes, and its memory is that of the measured ones.`
      : undefined,
    stages.includes('language') && device.provider !== 'cpu'
      ? `How fast ${device.name} reads its memory was not measured, so decoding is held against nothing.`
      : undefined,
    rounds.cut
      ? `A round takes so long that ${rounds.rounds} were measured; the spread says little.`
      : undefined,
    disturbances(rounds),
    otherPrograms(rounds),
  ];
  return [...notes, ...remarks.filter((remark) => remark !== undefined)];
}

function disturbances({ series }: Rounds): string | undefined {
  const samples = series.flatMap((each) => each.samples);
  const disturbed = samples.filter(({ disturbedBy }) => disturbedBy.length > 0);
  if (disturbed.length === 0) return undefined;
  const by = [...new Set(disturbed.flatMap(({ disturbedBy }) => disturbedBy))].join(', ');
  return `${disturbed.length} of ${samples.length} runs were disturbed (${by}) and left out where others were not.`;
}

/** Below this share of its best run's, the encoder had to share the processor. */
const shared = 0.85;

/** The encoder keeps all its threads busy; where they got less of the processor than in the best run, somebody else had the rest. */
function otherPrograms({ series }: Rounds): string | undefined {
  const busy = series.flatMap((each) => each.samples.map(({ encoded }) => encoded.busy));
  const { median, max } = spreadOf(busy);
  if (!(median < shared * max)) return undefined;
  return `Other programs took part of the processor: the encoder had ${median.toFixed(1)} processors in half of its runs and ${max.toFixed(1)} in the best, so the times are too long and the ratios uncertain.`;
}
