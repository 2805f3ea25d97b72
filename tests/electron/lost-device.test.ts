import { describe, expect, it } from 'vitest';
import { endingWithDevice } from '../../electron/lost-device.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { nativeError } from '../../src-engine/runtime/native-error.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

const encode = { image: { kind: 'file', path: '/a.png' }, reduction: { method: 'none' } } as const;
const answer = {
  visual: { kind: 'images', images: [encode.image] },
  question: 'What?',
  reduction: encode.reduction,
  virtualUnmerging: true,
} as const;
/** As Dawn words it. */
const loss = () => nativeError(new Error('[Device] is lost.'), 'the model was running', 'webgpu');

describe('endingWithDevice', () => {
  it('tells once that the graphics processor is lost, whichever call met it, and lets every caller know', async () => {
    const sentences: string[] = [];
    const engine = endingWithDevice(
      createFakeEngine({ fail: (call) => (call === 'load' ? undefined : loss()) }),
      (sentence) => sentences.push(sentence),
    );
    await engine.load({ directory: '/model' });
    const asking = async () => {
      for await (const event of engine.answer(answer)) expect(event.kind).not.toBe('done');
    };
    await expect(asking()).rejects.toMatchObject({ code: 'device-lost' });
    await expect(engine.encode(encode)).rejects.toMatchObject({ code: 'device-lost' });
    expect(sentences).toEqual([
      'The graphics processor went away while the model was running (webgpu lost its device: a driver that was reset or updated, or one task that took too long).',
    ]);
  });

  it('leaves an engine alone whose calls fail otherwise', async () => {
    const sentences: string[] = [];
    const broken = new EngineError('native-failure', 'The runtime failed.');
    const engine = endingWithDevice(
      createFakeEngine({ fail: (call) => (call === 'encode' ? broken : undefined) }),
      (sentence) => sentences.push(sentence),
    );
    await engine.load({ directory: '/model' });
    await expect(engine.encode(encode)).rejects.toBe(broken);
    expect(sentences).toEqual([]);
  });
});
