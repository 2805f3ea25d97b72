/** Where the tail of a distribution ends that holds a given mass, found without sorting all of it. Pure. */
import { largestOf, logSum } from './probabilities.ts';

export interface MassEdge {
  /** The least score that stays. */
  readonly edge: number;
  /** Tokens with just that score that go nevertheless. */
  readonly leaving: number;
}

/** Fewer scores are sorted at once. */
const few = 4096;
/** Of scores from the largest down, in nats; the last bin takes what is left. */
const binsPerNat = 64;
const bins = 4096;
/** Sums in another order may differ so much: nearer decisions are made by sorting all. */
const doubt = 1e-9;

/** Tokens go from the least likely on until their probabilities come to more than `mass`; forbidden ones do not count, and the likeliest stays. */
export function massEdge(scores: Float32Array, mass: number): MassEdge {
  const total = logSum(scores);
  if (scores.length <= few) return bySorting(scores, mass, total);
  return byBins(scores, mass, total) ?? bySorting(scores, mass, total);
}

function bySorting(scores: Float32Array, mass: number, total: number): MassEdge {
  const ranked = allowed(scores).sort(); // ascending
  let sum = 0;
  let out = 0;
  for (; out < ranked.length - 1; out++) {
    sum += Math.exp((ranked[out] ?? 0) - total);
    if (sum > mass) break;
  }
  const edge = ranked[out] ?? Number.NEGATIVE_INFINITY;
  return { edge, leaving: out - ranked.indexOf(edge) };
}

/** undefined where rounding could decide. */
function byBins(scores: Float32Array, mass: number, total: number): MassEdge | undefined {
  const largest = largestOf(scores);
  const massOf = new Float64Array(bins);
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? 0;
    if (!(score > Number.NEGATIVE_INFINITY)) continue;
    const bin = binOf(largest, score);
    massOf[bin] = (massOf[bin] ?? 0) + Math.exp(score - total);
  }
  let sum = 0; // mass of the bins below
  let bin = bins - 1;
  for (; bin > 0; bin--) {
    const inBin = massOf[bin] ?? 0;
    if (sum + inBin > mass) break;
    sum += inBin;
  }
  if (mass - sum < doubt) return undefined;
  const ranked = scoresIn(bin, scores, largest).sort();
  for (let out = 0; out < ranked.length; out++) {
    sum += Math.exp((ranked[out] ?? 0) - total);
    if (Math.abs(sum - mass) < doubt) return undefined;
    const edge = ranked[out] ?? 0;
    if (sum > mass) return { edge, leaving: out - ranked.indexOf(edge) };
  }
  return undefined; // the mass is that of all but rounding
}

const binOf = (largest: number, score: number): number =>
  Math.min(bins - 1, Math.floor((largest - score) * binsPerNat));

function scoresIn(bin: number, scores: Float32Array, largest: number): Float32Array {
  const found: number[] = [];
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? 0;
    if (score > Number.NEGATIVE_INFINITY && binOf(largest, score) === bin) found.push(score);
  }
  return Float32Array.from(found);
}

const allowed = (scores: Float32Array): Float32Array =>
  scores.filter((score) => score > Number.NEGATIVE_INFINITY);
