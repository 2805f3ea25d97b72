/** What is remarked about a model stands beside what it answers, on both streams. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createFakeEngine } from '../support/fake-engine.ts';
import { cli } from './harness.ts';

const note = '12 tensors of the language model are not used.';

function remarkable() {
  const engine = createFakeEngine();
  return {
    ...engine,
    load: async (...given: Parameters<typeof engine.load>) => ({
      ...(await engine.load(...given)),
      notes: [note],
    }),
  };
}

const document = z.looseObject({ notes: z.array(z.string()) });

describe('remarks about a model', () => {
  it.each([
    ['ask', ['--image', '/a.png', '--prompt', 'What is it?']],
    ['encode', ['--image', '/a.png']],
    ['compare', ['--image', '/a.png', '--prompt', 'What is it?', '--tokens', '40']],
  ])('stand in the document of dymu %s, and once among its words', async (command, args) => {
    const { out } = await cli([command, ...args, '--json'], { engine: remarkable() });
    expect(document.parse(JSON.parse(out)).notes).toContain(note);
    const { err } = await cli([command, ...args], { engine: remarkable() });
    expect(err.split(note)).toHaveLength(2);
  });
});
