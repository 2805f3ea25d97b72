import { describe, expect, it } from 'vitest';
import { connectors } from '../../src-engine/connectors/connectors.ts';
import type { Connector } from '../../src-engine/connectors/connector.ts';
import { perToken } from '../../src-engine/connectors/per-token.ts';
import { familyOf, supportedModelTypes } from '../../src-engine/families/registry.ts';
import { flatLayout } from '../../src-engine/merging/image-layout.ts';
import { unmergePlan } from '../../src-engine/merging/virtual-unmerging.ts';

/** A projector that doubles every number. */
const twice = (features: Float32Array) => Promise.resolve(features.map((x) => 2 * x));

describe('perToken', () => {
  it('makes a row of every token, at all patches that it holds', async () => {
    const view = { features: Float32Array.of(1, 2, 3), tokens: 3, owner: Int32Array.of(0, 2, 0, 1) };
    const { rowOfCell, rows, projected } = await perToken.connect(view, twice);
    expect([...rowOfCell]).toEqual([0, 2, 0, 1]);
    expect(rows).toBe(3);
    expect([...projected]).toEqual([2, 4, 6]);
  });

  it('is what every family of today names', () => {
    for (const modelType of supportedModelTypes) {
      const { connector } = familyOf({ file: 'config.json', value: { model_type: modelType } });
      expect(connectors[connector]).toBe(perToken);
    }
  });
});

/** A connector as models with a pixel shuffle need it: squares of 2 x 2 patches joined; squares with the same four owners are one row. */
const squares = (side: number): Pick<Connector, 'connect'> => ({
  async connect({ features, owner }, project) {
    const numbers = new Map<string, number>();
    const joined: number[] = [];
    const rowOfCell = Int32Array.from({ length: (side / 2) ** 2 }, (_, cell) => {
      const corner = 2 * Math.floor(cell / (side / 2)) * side + 2 * (cell % (side / 2));
      const tokens = [0, 1, side, side + 1].map((step) => owner[corner + step] ?? -1);
      const key = tokens.join();
      if (!numbers.has(key)) joined.push(...tokens.map((token) => features[token] ?? 0));
      numbers.set(key, numbers.get(key) ?? numbers.size);
      return numbers.get(key) ?? 0;
    });
    return { rowOfCell, rows: numbers.size, projected: await project(Float32Array.from(joined)) };
  },
});

describe('the seam', () => {
  it('takes cells that are no patches: virtual unmerging points at rows of cells', async () => {
    const owner = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 1, 1, 0, 0); // 4 x 4 patches, 3 tokens
    const view = await squares(4).connect({ features: Float32Array.of(5, 6, 7), tokens: 3, owner }, twice);
    expect(view.rows).toBe(2);
    expect([...view.projected]).toEqual([10, 10, 10, 10, 12, 14, 12, 12]);
    const plan = unmergePlan([{ kind: 'image', layout: flatLayout(1, 4), views: [view] }]);
    expect([...plan.u]).toEqual([0, 0, 1, 0]);
    expect([...plan.inverseCount]).toEqual([Math.fround(1 / 3), 1]);
  });
});
