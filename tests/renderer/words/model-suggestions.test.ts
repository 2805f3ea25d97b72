import { describe, expect, it } from 'vitest';
import { suggestionsFor } from '../../../renderer/words/model-suggestions.ts';
import { parametersOf, publishedModels, savedTensors } from '../../checkpoint/published.ts';

describe('models to begin with', () => {
  it('are ordered by size, and have as many parameters as the weights that are published, to two digits', async () => {
    const all = suggestionsFor(Infinity);
    const sizes = all.map(({ parameters }) => parameters);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    const published = new Map((await publishedModels()).map((model) => [model.name, model]));
    const known = all.flatMap(({ name, parameters }) => {
      const model = published.get(name);
      return model === undefined
        ? []
        : [[Number(parametersOf(savedTensors(model)).toPrecision(2)), parameters]];
    });
    expect(known).toHaveLength(3);
    for (const [counted, said] of known) expect(said).toBe(counted);
  });

  it('are left out where memory does not hold them', () => {
    expect(suggestionsFor(4e9).map(({ name }) => name)).not.toContain('llava-hf/llava-1.5-7b-hf');
    expect(suggestionsFor(4e9)).not.toEqual([]);
    expect(suggestionsFor(1e9)).toEqual([]);
  });
});
