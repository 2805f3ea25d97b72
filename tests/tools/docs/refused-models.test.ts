import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refusedModelsFile, refusedModelsText } from '../../../tools/docs/refused-models.ts';

describe('docs/refused-models.md', () => {
  it('says of every kind of model what the program says; npx tsx tools/docs/refused-models.ts writes it anew', async () => {
    expect(readFileSync(refusedModelsFile, 'utf8')).toBe(await refusedModelsText());
  });
});
