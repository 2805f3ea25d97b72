/** The command line with a real checkpoint that has settings of its own. Right ids: transformers 5.24, `generate(do_sample=False)`. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { copyModel, dymu, editJson, golden } from './golden-case.ts';
import { inScratch } from './harness.ts';

const document = z.object({
  tokens: z.array(z.number()),
  text: z.string(),
  decoding: z.unknown(),
  notes: z.array(z.string()),
});

async function withSettings<T>(
  settings: Record<string, unknown>,
  work: (model: string) => Promise<T>,
): Promise<T> {
  return inScratch(async (folder) => {
    const model = copyModel(folder);
    editJson(join(model, 'generation_config.json'), (json) => Object.assign(json, settings));
    return work(model);
  });
}

async function ask(model: string, ...more: readonly string[]) {
  const args = ['ask', '--model', model, '--image', golden.image, '--no-merge', '--prompt', 'What is it?'];
  const { status, out, err } = await dymu([...args, '--device', 'cpu', '--max-new-tokens', '24', ...more]);
  return { status, out, err };
}

describe('a checkpoint with settings in generation_config.json', () => {
  it('answers with its repetition penalty, image tokens counted, and says so', async () => {
    await withSettings({ repetition_penalty: 1.5 }, async (model) => {
      const { out } = await ask(model, '--json');
      const { tokens, decoding, notes } = document.parse(JSON.parse(out));
      expect(tokens).toEqual([
        149, 214, 162, 371, 5, 320, 21, 12, 118, 84, 376, 283, 95, 249, 277, 193, 58, 286, 211, 382, 218, 83,
        29, 326,
      ]);
      expect(decoding).toEqual({
        kind: 'greedy',
        settings: [{ name: 'repetition_penalty', value: 1.5, from: 'checkpoint' }],
      });
      expect(notes).toEqual([]);
      const { err } = await ask(model);
      expect(err).toContain('Tokens chosen: greedy; repetition_penalty 1.5 (generation_config.json).\n');
    });
  });

  it('ends at a text that crosses tokens, keeps it in the answer, and says so', async () => {
    await withSettings({ stop_strings: ['e#la'] }, async (model) => {
      const { err, out } = await ask(model);
      expect(err).toMatch(/The answer ended at a text of stop_strings, which is part of it\.\n$/);
      expect(out).toMatch(/ce#lar\n$/); // the tokens "ce", "#" and "lar"
    });
  });

  it('names what is not done, in a note of ask and of inspect', async () => {
    await withSettings({ num_beams: 4, do_sample: true, temperature: 0.2 }, async (model) => {
      const note = 'generation_config.json asks for num_beams 4; that is not applied here.';
      expect((await ask(model)).err).toContain(`${note}\n`);
      const { out } = await dymu(['inspect', model]);
      expect(out.replace(/\s+/g, ' ')).toContain(note);
      expect(out.replace(/\s+/g, ' ')).toContain(
        'greedy unless asked, though the checkpoint would sample; when sampled temperature 0.2 (generation_config.json); top_k 50 (default of transformers)',
      );
    });
  });

  it('samples only when asked, the same with the same seed', async () => {
    await withSettings({ do_sample: true, temperature: 3, top_k: 0 }, async (model) => {
      const tokens = async (...more: readonly string[]) =>
        document.parse(JSON.parse((await ask(model, '--json', ...more)).out)).tokens;
      const greedy = await tokens();
      expect(await tokens('--sampling', 'greedy')).toEqual(greedy);
      const sampled = await tokens('--sampling', 'sample,seed=2');
      expect(sampled).not.toEqual(greedy);
      expect(await tokens('--sampling', 'seed=2')).toEqual(sampled);
      expect(await tokens('--sampling', 'top_k=1')).toEqual(greedy);
    });
  });
});
