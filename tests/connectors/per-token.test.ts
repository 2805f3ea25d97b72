import { describe, expect, it } from 'vitest';
import { connectors } from '../../src-engine/connectors/connectors.ts';
import { perToken } from '../../src-engine/connectors/per-token.ts';
import { familyOf, supportedModelTypes } from '../../src-engine/families/registry.ts';
import { tinySpec } from '../support/specs.ts';

/** A projector that doubles every number. */
const twice = (features: Float32Array) => Promise.resolve(features.map((x) => 2 * x));

describe('perToken', () => {
  it('makes a row of every token, at all patches that it holds', async () => {
    const view = { features: Float32Array.of(1, 2, 3), tokens: 3, owner: Int32Array.of(0, 2, 0, 1) };
    const { rowOfCell, rows, projected } = await perToken.connect(view, twice, tinySpec);
    expect([...rowOfCell]).toEqual([0, 2, 0, 1]);
    expect(rows).toBe(3);
    expect([...projected]).toEqual([2, 4, 6]);
  });

  it('is what every family names but those that join squares', () => {
    const joining = ['gemma3', 'idefics3', 'internvl', 'qwen2_5_vl', 'qwen2_vl', 'qwen3_vl', 'smolvlm'];
    for (const modelType of supportedModelTypes.filter((type) => !joining.includes(type))) {
      const { connector } = familyOf({ file: 'config.json', value: { model_type: modelType } });
      expect(connectors[connector]).toBe(perToken);
    }
  });
});
