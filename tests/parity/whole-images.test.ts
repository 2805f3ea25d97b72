/** Gemma 3, whose images see themselves whole in a causal prompt: several of them, and prompts that begin as an earlier one did. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, AnswerResult, LocalEngine } from '../../src-engine/engine.ts';
import { storedBackend } from '../support/golden.ts';

const golden = (file: string) => path.join(import.meta.dirname, '../fixtures/golden', file);
const picture = (name: string) => ({ kind: 'file', path: golden(`${name}/image.png`) }) as const;

describe('gemma3', () => {
  let engine: LocalEngine;
  beforeAll(async () => {
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden('gemma3/model') });
  });
  afterAll(() => engine.close());

  async function ask(question: string, more: Partial<AnswerRequest> = {}): Promise<AnswerResult> {
    const request: AnswerRequest = {
      visual: { kind: 'images', images: [picture('idefics3')] },
      question,
      reduction: { method: 'none' },
      virtualUnmerging: true,
      maxNewTokens: 8,
      ...more,
    };
    for await (const event of engine.answer(request)) if (event.kind === 'done') return event.result;
    throw new Error('There was no answer.');
  }

  // From transformers 5.24.0 (`generate`, greedy, fp32); no step's choice leads by less than 0.02.
  it('answers a follow-up as transformers does, with the rows of the earlier prompt or without', async () => {
    const earlier = [{ question: 'What is in the picture?', answer: 'Three shapes.' }];
    const tokens = [365, 365, 365, 194, 194, 194, 194, 372];
    const fresh = await ask('How many are red?', { earlier });
    expect(fresh).toMatchObject({ promptTokens: 66, tokens });
    await ask('What is in the picture?', { reuse: true });
    const again = await ask('How many are red?', { earlier, reuse: true });
    expect(again.tokens).toEqual(tokens);
    expect(again.reused?.rows).toBeGreaterThan(20);
  });

  it('answers another question about the picture with the image as it was read', async () => {
    await ask('What is in the picture?', { reuse: true });
    const other = await ask('What differs?', { reuse: true });
    expect(other).toMatchObject({ promptTokens: 41, tokens: [365, 333, 333, 112, 110, 110, 110, 112] });
  });

  it('reads an image anew when what it is reduced to differs behind an equal beginning', async () => {
    const merging = {
      reduction: { method: 'dymu', budget: { kind: 'thresholds', thresholds: [0.9, 0.9, 0.9, 0.9, 0.9] } },
      reuse: true,
    } as const;
    const fresh = await ask('What differs?', { ...merging, reuse: false });
    await ask('What differs?', { reuse: true });
    expect((await ask('What differs?', merging)).tokens).toEqual(fresh.tokens);
  });
});
