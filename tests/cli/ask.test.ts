import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, inScratch, oneSentence, recorder } from './harness.ts';

describe('dymu ask', () => {
  const ask = ['ask', '--image', '/a.png', '--prompt', 'What is it?', '--tokens', '40'];

  it('streams the answer to standard output and facts to standard error', async () => {
    const { status, out, err } = await cli(ask);
    expect(status).toBe(0);
    expect(out).toMatch(/^Asked what is it, I see .* shapes in the picture\.\n$/);
    expect(err).toMatch(/^40 of 256 visual tokens; encode .*; 200 tok\/s; peak memory \d+ MB; cpu, fp32\n$/);
  });

  it('BAD CALL - refuses regions of several pictures', async () => {
    await inScratch(async (folder) => {
      const regions = join(folder, 'r.json');
      const shape = { kind: 'box', x: 0, y: 0, width: 9, height: 9 };
      await writeFile(regions, JSON.stringify({ version: 1, regions: [{ name: 'a', shape, budget: 9 }] }));
      const several = ['ask', '--image', '/a.png', '/b.png', '--prompt', 'What is it?', '--regions', regions];
      const { status, err } = await cli(several);
      expect(status).toBe(2);
      expect(oneSentence(err)).toContain('--regions belong to one picture; ask about one --image at a time');
    });
  });

  it('prints nothing but the answer under --quiet', async () => {
    const { err } = await cli([...ask, '--quiet']);
    expect(err).toBe('');
  });

  it('says what the regions of a picture did, and adds it to the document', async () => {
    await inScratch(async (folder) => {
      const regions = join(folder, 'r.json');
      const shape = { kind: 'box', x: 0, y: 0, width: 160, height: 240 };
      await writeFile(
        regions,
        JSON.stringify({ version: 1, regions: [{ name: 'a', shape, budget: '100%' }] }),
      );
      const steered = [...ask.slice(0, 5), '--budget', '35%', '--regions', regions];
      const { err } = await cli(steered);
      expect(err).toMatch(/Region "a": \d+ tokens? of 128 patches\./);
      const { out } = await cli([...steered, '--json']);
      expect(JSON.parse(out)).toMatchObject({ regions: [{ name: 'a', target: 256, patches: 128 }] });
    });
  });

  it('prints one document with the fields of the contract', async () => {
    const { out } = await cli([...ask, '--json']);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    const document: unknown = JSON.parse(out);
    expect(Object.keys(document as object)).toEqual([
      'text',
      'tokens',
      'promptTokens',
      'visualTokens',
      'fullVisualTokens',
      'timings',
      'peakMemoryBytes',
      'device',
      'precision',
      'decoding',
      'reduction',
      'imageBackend',
      'imageRoute',
      'tower',
      'notes',
    ]);
    expect(document).toMatchObject({
      visualTokens: 40,
      fullVisualTokens: 256,
      timings: { tokensPerSecond: 200, preprocessMs: 2 },
    });
  });

  it('hands several images, VTU, length and logits file on', async () => {
    const record = recorder();
    await inScratch(async (folder) => {
      const logits = join(folder, 'l.safetensors');
      await cli(
        [
          'ask',
          '--image',
          '/a.png',
          '/b.png',
          '--image',
          '/c.png',
          '--prompt',
          'Which?',
          '--no-merge',
          '--no-vtu',
          '--layout',
          'flat',
          '--max-new-tokens',
          '5',
          '--save-logits',
          logits,
        ],
        record,
      );
      expect(record.answers).toEqual([
        {
          visual: {
            kind: 'images',
            images: ['/a.png', '/b.png', '/c.png'].map((path) => ({ kind: 'file', path })),
            layout: 'flat',
          },
          question: 'Which?',
          reduction: { method: 'none' },
          virtualUnmerging: false,
          maxNewTokens: 5,
        },
      ]);
      expect(record.saved).toEqual([logits]);
    });
  });

  it('hands sampling on, and says what is in force where it was asked or the checkpoint has settings', async () => {
    const record = recorder();
    const { err } = await cli([...ask, '--sampling', 'temperature=0.7,top_p=0.9,seed=3'], record);
    expect(record.answers[0]?.sampling).toEqual({ kind: 'sample', seed: 3, temperature: 0.7, topP: 0.9 });
    expect(err).toContain(
      'Tokens chosen: sampled, seed 3; temperature 1, top_k 50 (default of transformers).\n',
    );
    expect((await cli([...ask, '--sampling', 'greedy'])).err).toContain('Tokens chosen: greedy.\n');
    expect((await cli(ask)).err).not.toContain('Tokens chosen');
  });

  it('says when the answer was cut', async () => {
    const { err } = await cli([...ask, '--max-new-tokens', '3']);
    expect(err).toMatch(/The answer was cut at \d tokens; --max-new-tokens allows more\.\n$/);
  });

  it('hands the frames of a video on, a folder in the order of its numbers', async () => {
    const record = recorder();
    await inScratch(async (folder) => {
      for (const name of ['f10.png', 'f2.png', 'f1.jpg', 'notes.txt'])
        await writeFile(join(folder, name), 'x');
      await cli(['ask', '--frames', folder, '/last.png', '--prompt', 'q', '--no-merge'], record);
      const paths = [join(folder, 'f1.jpg'), join(folder, 'f2.png'), join(folder, 'f10.png'), '/last.png'];
      expect(record.answers).toMatchObject([
        { visual: { kind: 'video', frames: paths.map((path) => ({ kind: 'file', path })) } },
      ]);
    });
  });

  it('refuses a folder without frames', async () => {
    await inScratch(async (folder) => {
      const { status, err } = await cli(['ask', '--frames', folder, '--prompt', 'q', '--no-merge']);
      expect(status).toBe(1);
      expect(oneSentence(err)).toBe(`${folder} holds no images; give the folder of a video's frames.`);
    });
  });
});
