import { describe, expect, it } from 'vitest';
import { goalLines } from '../../../tools/bench/peer-goals.ts';
import { pooled, ratioOf, reportLines } from '../../../tools/bench/peer-report.ts';
import type { PeerReport } from '../../../tools/bench/peer-report.ts';

const ours = 'ours fp32: plain';
const theirs = 'ONNX Runtime fp32: plain';

function report(rounds: PeerReport['rounds'], more: Partial<PeerReport> = {}): PeerReport {
  return {
    format: 'dymu-peers',
    version: 1,
    subject: 'clip',
    unit: 'ms',
    threads: 2,
    machine: 'here',
    peers: ['ours fp32', 'ONNX Runtime fp32'].map((name) => ({
      name,
      version: '1',
      cases: ['plain'],
      error: {},
    })),
    leftOut: [],
    rounds,
    ...more,
  };
}

describe('a report of peers', () => {
  it('takes ratios within a round, and only of rounds that have both', () => {
    const found = ratioOf(
      report([{ [ours]: 100, [theirs]: 200 }, { [ours]: 300, [theirs]: 600 }, { [ours]: 50 }]),
      theirs,
      ours,
    );
    expect(found?.median).toBe(2);
    expect(found?.rounds).toBe(2);
    expect(ratioOf(report([{ [ours]: 1 }]), theirs, ours)).toBeUndefined();
  });

  it('pools the rounds and the peers of runs, and says who was left out once', () => {
    const leftOut = [{ name: 'OpenVINO fp32', reason: 'no wheel' }];
    const all = pooled([report([{ [ours]: 1 }], { leftOut }), report([{ [theirs]: 2 }], { leftOut })]);
    expect(all.rounds).toEqual([{ [ours]: 1 }, { [theirs]: 2 }]);
    expect(all.peers.map(({ name }) => name)).toEqual(['ours fp32', 'ONNX Runtime fp32']);
    expect(all.leftOut).toEqual(leftOut);
  });

  it('does not pool what was measured elsewhere', () => {
    expect(() => pooled([report([]), report([], { machine: 'there' })])).toThrow('clip on there');
  });

  it('has a line for each thing measured and for each peer that was left out', () => {
    const lines = reportLines(
      report([{ [ours]: 100, [theirs]: 130 }], { leftOut: [{ name: 'x', reason: 'y' }] }),
      ours,
    );
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/130 ms \(130–130\), 1\.30 \(1 round\) of ours fp32: plain$/u);
    expect(lines[2]).toMatch(/^x +left out: y$/u);
  });
});

describe('goalLines', () => {
  const rounds = (ratio: number): PeerReport['rounds'] =>
    [1, 1.01, 0.99].map((noise) => ({ [ours]: 100, [theirs]: 100 * ratio * noise }));

  it('says reached or missed where the whole interval is on one side, and else unclear', () => {
    expect(goalLines(report(rounds(1.2)))).toEqual([expect.stringMatching(/^reached /u)]);
    expect(goalLines(report(rounds(0.8)))).toEqual([expect.stringMatching(/^MISSED /u)]);
    expect(goalLines(report(rounds(1)))).toEqual([expect.stringMatching(/^unclear /u)]);
  });
});
