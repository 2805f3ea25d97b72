/** Rules for sampling only: which tokens are drawn from at all, and how sharply. At least the likeliest one always stays. */
import { massEdge } from './mass-edge.ts';
import { candidates, entropy, largestScores, type Candidate } from './probabilities.ts';
import { forbidden, type LogitsRule } from './rule.ts';

export function temperature(value: number): LogitsRule {
  const divisor = Math.fround(value);
  return (scores) => {
    for (let id = 0; id < scores.length; id++) scores[id] = (scores[id] ?? 0) / divisor;
  };
}

/** The `count` likeliest; all that are as likely as the last of them stay too. */
export function topK(count: number): LogitsRule {
  return (scores) => keepFrom(scores, largestScores(scores, count).at(-1) ?? forbidden);
}

/** The fewest likeliest tokens whose probabilities come to `share`; of equally likely ones at the edge the higher ids stay. */
export function topP(share: number): LogitsRule {
  return (scores) => {
    const { edge, leaving } = massEdge(scores, 1 - share);
    let tied = leaving; // that go though they are as likely as the last that stays
    for (let id = 0; id < scores.length; id++) {
      const score = scores[id] ?? 0;
      if (score < edge || (score === edge && tied-- > 0)) scores[id] = forbidden;
    }
  };
}

/** Tokens at least `share` times as likely as the likeliest. */
export function minP(share: number): LogitsRule {
  return (scores) => {
    const [largest = 0] = largestScores(scores, 1);
    keepFrom(scores, share === 0 ? forbidden : largest + Math.log(share));
  };
}

/** The likeliest tokens, of at most a hundred, whose uncertainty comes to `share` of the hundred's. */
export function topH(share: number): LogitsRule {
  return (scores) => {
    const found = candidates(scores).sort((a, b) => b.score - a.score || a.id - b.id);
    const top = found.slice(0, 100);
    const mass = top.reduce((sum, { probability }) => sum + probability, 0);
    const most = share * entropy(top.map(({ probability }) => probability / mass));
    let sum = 0;
    const stays = top.filter(({ probability }, rank) => {
      sum += entropy([probability / mass]);
      return rank === 0 || sum <= most;
    });
    keepOnly(scores, stays);
  };
}

/** The fewest tokens whose surprise is nearest to what is expected and whose probabilities come to `mass`. */
export function typicalP(mass: number): LogitsRule {
  return (scores) => {
    const found = candidates(scores);
    const expected = entropy(found.map(({ probability }) => probability));
    const ranked = found
      .map((one) => ({ ...one, distance: Math.abs(-Math.log(one.probability) - expected) }))
      .sort((a, b) => a.distance - b.distance || a.id - b.id);
    let sum = 0;
    const enough = ranked.find(({ probability }) => (sum += probability) >= mass) ?? ranked.at(-1);
    const farthest = enough?.distance ?? Number.POSITIVE_INFINITY;
    keepOnly(
      scores,
      ranked.filter(({ distance }, rank) => rank === 0 || distance <= farthest),
    );
  };
}

/** Tokens of at least this probability. */
export function epsilonCutoff(epsilon: number): LogitsRule {
  return (scores) => keepLikely(scores, candidates(scores), epsilon);
}

/** The same, with less asked of tokens where the model is uncertain. */
export function etaCutoff(epsilon: number): LogitsRule {
  return (scores) => {
    const found = candidates(scores);
    const uncertainty = entropy(found.map(({ probability }) => probability));
    keepLikely(scores, found, Math.min(epsilon, Math.sqrt(epsilon) * Math.exp(-uncertainty)));
  };
}

function keepLikely(scores: Float32Array, found: readonly Candidate[], least: number): void {
  const [largest = 0] = largestScores(scores, 1);
  keepOnly(
    scores,
    found.filter(({ probability, score }) => probability >= least || score >= largest),
  );
}

function keepFrom(scores: Float32Array, least: number): void {
  for (let id = 0; id < scores.length; id++) if ((scores[id] ?? 0) < least) scores[id] = forbidden;
}

function keepOnly(scores: Float32Array, stays: readonly Candidate[]): void {
  scores.fill(forbidden);
  for (const { id, score } of stays) scores[id] = score;
}
