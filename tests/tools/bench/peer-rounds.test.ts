import { describe, expect, it } from 'vitest';
import { measureRounds } from '../../../tools/bench/peer-rounds.ts';
import type { Round, Runner } from '../../../tools/bench/peer-rounds.ts';

const always = { mayBegin: () => Promise.resolve(true), pause: () => Promise.resolve() };

function runner(peer: string, values: readonly (number | Error)[], order: string[] = []): Runner {
  const left = [...values];
  return {
    peer,
    which: 'plain',
    measure() {
      order.push(peer);
      const next = left.shift();
      return typeof next === 'number' ? Promise.resolve(next) : Promise.reject(next ?? new Error('empty'));
    },
  };
}

describe('measureRounds', () => {
  it('turns the order every round', async () => {
    const order: string[] = [];
    const runners = [runner('a', [1, 2], order), runner('b', [3, 4], order)];
    const rounds = await measureRounds(runners, {
      ...always,
      rounds: 2,
      leftOut: () => undefined,
      measured: () => undefined,
    });
    expect(order).toEqual(['a', 'b', 'b', 'a']);
    expect(rounds).toEqual([
      { 'a: plain': 1, 'b: plain': 3 },
      { 'a: plain': 2, 'b: plain': 4 },
    ]);
  });

  it('leaves a peer out from its first failure on, keeps what it had, and goes on with the others', async () => {
    const out: string[] = [];
    const rounds = await measureRounds(
      [runner('a', [1, 2, 3]), runner('b', [5, new Error('no memory')]), runner('c', [7, 8, 9])],
      {
        ...always,
        rounds: 3,
        leftOut: (peer, reason) => out.push(`${peer}: ${reason}`),
        measured: () => undefined,
      },
    );
    expect(out).toEqual(['b: no memory']);
    expect(rounds).toEqual([
      { 'a: plain': 1, 'b: plain': 5, 'c: plain': 7 },
      { 'a: plain': 2, 'c: plain': 8 },
      { 'a: plain': 3, 'c: plain': 9 },
    ]);
  });

  it('hands over what there is after every measurement, and begins no round that may not begin', async () => {
    const seen: Round[][] = [];
    await measureRounds([runner('a', [1, 2]), runner('b', [3, 4])], {
      ...always,
      rounds: 2,
      mayBegin: (round) => Promise.resolve(round < 1),
      leftOut: () => undefined,
      measured: (rounds) => seen.push([...rounds]),
    });
    expect(seen).toEqual([[{ 'a: plain': 1 }], [{ 'a: plain': 1, 'b: plain': 3 }]]);
  });
});
