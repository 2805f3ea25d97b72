import { describe, expect, it } from 'vitest';
import type { AnswerRequest } from '../../src-engine/engine.ts';
import { warmUp } from '../../src-engine/report/warm-up.ts';
import { recorder } from '../cli/harness.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

const requests = [20, 40].map((tokens): AnswerRequest => ({
  visual: { kind: 'images', images: [{ kind: 'file', path: '/a.png' }] },
  question: 'What is it?',
  reduction: { method: 'tome', budget: { kind: 'tokens', tokens } },
  virtualUnmerging: true,
}));

describe('warmUp', () => {
  it('answers every request shortly', async () => {
    const record = recorder(createFakeEngine({ loaded: true }));
    await warmUp(record.engine, requests, {});
    expect(record.answers.map(({ maxNewTokens }) => maxNewTokens)).toEqual([2, 2]);
  });

  it('leaves the rest out where one takes longer than is worth waiting for', async () => {
    const record = recorder(createFakeEngine({ loaded: true }));
    await warmUp(record.engine, requests, {}, -1);
    expect(record.answers).toHaveLength(1);
  });
});
