/** What is wanted of this build beside other programs, and whether a report shows it. Pure. */
import { ratioOf, ratioWords } from './peer-report.ts';
import type { PeerReport } from './peer-report.ts';

export interface Goal {
  readonly words: string;
  /** The peer's case, whose time is divided by that of `ours`. */
  readonly peer: string;
  readonly ours: string;
  readonly atLeast: number;
}

const exact = 'ours fp32';
const fp32Peers = ['PyTorch fp32', 'ONNX Runtime fp32', 'OpenVINO fp32', 'transformers.js fp32'];

export const goals: readonly Goal[] = [
  {
    words: 'unmerged never slower than ONNX Runtime on the exported graph',
    peer: 'ONNX Runtime fp32: plain',
    ours: `${exact}: plain`,
    atLeast: 1,
  },
  ...fp32Peers.map((name) => ({
    words: `merged at 15 % twice as fast as all tokens in ${name}`,
    peer: `${name}: plain`,
    ours: `${exact}: 15 %`,
    atLeast: 2,
  })),
  {
    words: 'merged at 15 % 1.3x as fast as the same merging in PyTorch',
    peer: 'PyTorch fp32: 15 %',
    ours: `${exact}: 15 %`,
    atLeast: 1.3,
  },
  ...['PyTorch bf16', 'OpenVINO bf16', 'OpenVINO int8'].flatMap((name) =>
    ['plain', '15 %'].map((which) => ({
      words: `fast tower (${which}) ahead of all tokens in ${name}`,
      peer: `${name}: plain`,
      ours: `ours int8: ${which}`,
      atLeast: 1,
    })),
  ),
];

/** Reached or missed where the whole interval is on one side. */
export function goalLines(report: PeerReport): string[] {
  return goals.flatMap(({ words, peer, ours, atLeast }) => {
    const ratio = ratioOf(report, peer, ours);
    if (ratio === undefined) return [];
    const [low, high] = ratio.interval ?? [0, Infinity];
    const state = low >= atLeast ? 'reached' : high < atLeast ? 'MISSED' : 'unclear';
    return [`${state.padEnd(8)} ${words}: ${ratioWords(ratio)}, wanted ${String(atLeast)}`];
  });
}
