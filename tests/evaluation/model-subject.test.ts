import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describePlan, settingOf } from '../../src-engine/evaluation/model-subject.ts';
import type { LoadedModel } from '../../src-engine/inference/loaded-model.ts';
import { createPictureStore } from '../../src-engine/vision/picture-store.ts';
import { loadSmall } from '../support/loaded.ts';

describe('what kept answers belong to', () => {
  let model: LoadedModel;
  beforeAll(async () => {
    model = await loadSmall('llava15-clip');
  });
  afterAll(() => model.release());

  const text = (changed: LoadedModel, length?: number): string => JSON.stringify(settingOf(changed, length));

  it('is other with every setting that changes an answer', () => {
    const { checkpoint } = model;
    const { spec, generation } = checkpoint;
    const backend = spec.preprocess.backend === 'pil' ? 'torchvision' : 'pil';
    const others = [
      text(model, 5),
      text({ ...model, precision: 'int8' }),
      text({ ...model, towerPrecision: 'int8' }),
      text({ ...model, images: createPictureStore({ route: 'object' }) }),
      text({ ...model, checkpoint: { ...checkpoint, chatTemplate: 'x' } }),
      text({
        ...model,
        checkpoint: { ...checkpoint, spec: { ...spec, preprocess: { ...spec.preprocess, backend } } },
      }),
      text({
        ...model,
        checkpoint: {
          ...checkpoint,
          generation: { ...generation, settings: { ...generation.settings, repetition_penalty: 1.3 } },
        },
      }),
    ];
    expect(new Set([text(model), ...others]).size).toBe(others.length + 1);
  });

  it('is the same wherever the folder lies, and whatever is remarked about it', () => {
    const { checkpoint } = model;
    const moved = { ...checkpoint, directory: '/elsewhere', notes: ['A remark.'] };
    expect(text({ ...model, checkpoint: moved })).toBe(text(model));
    expect(text({ ...model, images: createPictureStore({ route: 'path' }) })).toBe(text(model));
  });
});

/** Stored by the first versions: whatever changes here loses every user's answers of interrupted evaluations. */
describe('describePlan', () => {
  it('says what earlier versions wrote for the methods that they had', () => {
    expect(describePlan({ kind: 'plain' })).toBe('none');
    expect(
      describePlan({ kind: 'merge', rule: { by: 'threshold', thresholds: [0.5, 1, 0.75] }, budget: null }),
    ).toBe('[[0.5,1.0000000150474662e+30,0.75],[1073741824,1073741824,1073741824]]');
    expect(describePlan({ kind: 'merge', rule: { by: 'count', rows: [4, 0, 3] }, budget: null })).toBe(
      '[[-2,-2,-2],[4,0,3]]',
    );
  });

  it('tells further methods apart by their kind and count', () => {
    expect(describePlan({ kind: 'pool', tokens: 64 })).toBe('pool 64');
    expect(describePlan({ kind: 'select', tokens: 64 })).toBe('select 64');
  });
});
