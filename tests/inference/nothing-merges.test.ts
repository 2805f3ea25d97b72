/** What cannot be done with a model in whose encoder nothing merges is refused in one sentence, wherever it is asked for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSubject } from '../../src-engine/bench/subject.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { LocalEngine, ReductionRequest } from '../../src-engine/engine.ts';
import { goldenModel } from '../support/scratch.ts';

const directory = goldenModel('qwen3-vl');
const image = { kind: 'file', path: path.join(directory, '..', 'image.png') } as const;

describe('a model in whose encoder nothing merges', () => {
  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-nothing-merges-'));
    engine = await createEngine({ device: 'cpu', threads: 1, calibrationDirectories: [] });
    await engine.load({ directory });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  const thresholds = [0.9, 0.9, 0.9, 0.9];
  it.each([
    { method: 'dymu', budget: { kind: 'thresholds', thresholds } },
    { method: 'tome', budget: { kind: 'tokens', tokens: 9 } },
    { method: 'visionzip', budget: { kind: 'tokens', tokens: 9 } },
  ] satisfies ReductionRequest[])('refuses $method', async (reduction) => {
    await expect(engine.encode({ image, reduction })).rejects.toThrow(
      /(?:merges tokens in the encoder, but in|keeps tokens at their places in the prompt, but) qwen3-vl [^.]+\.$/u,
    );
  });

  it('measures no speed of merging', async () => {
    const options = { cacheDirectory: folder, imageBackend: 'torchvision' } as const;
    await expect(findSubject({ kind: 'model', directory }, options)).rejects.toThrow(
      /^The measurement merges tokens in the encoder, and in that of qwen3-vl nothing merges; /u,
    );
  });

  it('says so in inspect', async () => {
    const { steps, supported, tokensPerView } = await engine.inspect(directory);
    expect({ supported, tokensPerView }).toEqual({ supported: true, tokensPerView: 25 });
    expect(steps).toMatchObject({ encoder: false, rows: true });
    expect(steps?.reason).toMatch(/^keys are turned by the row and the column/u);
  });

  it('takes images but no video, and says it', async () => {
    const visual = { kind: 'video', frames: [image] } as const;
    const request = {
      visual,
      question: 'What?',
      reduction: { method: 'none' },
      virtualUnmerging: true,
    } as const;
    await expect(engine.answer(request)[Symbol.asyncIterator]().next()).rejects.toThrow(
      'qwen3-vl (qwen3-vl) takes images but no video: the time of every two frames would have to stand in words between them; give single frames as images instead.',
    );
  });

  it('reads two pictures in one question, with the positions of both', async () => {
    const visual = { kind: 'images', images: [image, image] } as const;
    let promptTokens = 0;
    for await (const event of engine.answer({
      visual,
      question: 'What?',
      reduction: { method: 'rows', budget: { kind: 'threshold', threshold: 0 } },
      virtualUnmerging: true,
      maxNewTokens: 2,
    }))
      if (event.kind === 'prefilled') ({ promptTokens } = event);
    expect(promptTokens).toBeGreaterThan(48);
  });
});
