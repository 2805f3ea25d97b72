import { describe, expect, it } from 'vitest';
import { shapes } from '../../src-engine/bench/shapes.ts';
import { shapeSubject } from '../../src-engine/bench/subject.ts';
import { parameterCount } from '../../src-engine/checkpoint/weights.ts';
import { benchShapes } from '../../src-engine/report/bench-shapes.ts';

const options = { cacheDirectory: '/nowhere', imageBackend: 'torchvision' } as const;
const subjectOf = (name: keyof typeof shapes) => shapeSubject(name, shapes[name], options);

/** Parameters of the published models; behind them what is added or does not run, then projector and newline. */
const vicuna = 6_738_415_616 + 2 * 64 * 4096; // Llama 2 7B, and 64 rows more in both tables
const clip = 303_507_456 - 12_596_224 - 2048; // CLIP ViT-L/14-336 without its last layer and last norm
const qwen = 494_032_768 + 64 * 896; // Qwen2 0.5B, and 64 rows more
const siglip = 26 * 15_239_504 + 678_528 + 729 * 1152; // layers, patches, places

describe('the shapes', () => {
  it.each([
    ['llava-1.5-7b', 23, 577, 32, vicuna + clip + 20_979_712],
    ['llava-next-7b', 23, 577, 32, vicuna + clip + 20_979_712 + 4096],
    ['llava-ov-0.5b', 26, 729, 24, qwen + siglip + 1_836_800 + 896],
  ] as const)('of %s are those of its checkpoint', (name, layers, tokens, textLayers, parameters) => {
    const { spec, tensors } = subjectOf(name);
    expect(spec.vision.executedLayers).toBe(layers);
    expect(spec.vision.patches + Number(spec.vision.classToken)).toBe(tokens);
    expect(spec.text.layers).toBe(textLayers);
    expect(parameterCount(tensors)).toBe(parameters);
  });

  it('take a picture as their models do: one view, or a base view and crops', () => {
    expect(subjectOf('llava-1.5-7b').spec.anyres).toBeUndefined();
    expect(subjectOf('siglip-so400m-384').spec.anyres).toBeUndefined();
    expect(subjectOf('llava-next-7b').spec.anyres?.pinpoints).toHaveLength(5);
    expect(subjectOf('llava-ov-0.5b').spec.anyres?.maxViews).toBe(9);
  });

  it('of an encoder alone have its numbers', () => {
    const clip = subjectOf('clip-l-336').spec.vision;
    expect([clip.width, clip.mlpWidth, clip.patches]).toEqual([1024, 4096, 576]);
    const siglip = subjectOf('siglip-so400m-384').spec.vision;
    expect([siglip.width, siglip.mlpWidth, siglip.patches]).toEqual([1152, 4304, 729]);
  });

  it('are all among those that people choose from, with the same stages', () => {
    for (const { name, stages } of benchShapes) {
      expect([name, name === 'embedded' ? stages : shapes[name].stages]).toEqual([name, stages]);
    }
    expect(benchShapes).toHaveLength(Object.keys(shapes).length + 1);
  });
});
