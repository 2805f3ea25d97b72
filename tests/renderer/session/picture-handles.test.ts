import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { withHandles } from '../../../renderer/session/picture-handles.ts';
import type { Engine, ImageSource } from '../../../src-engine/engine.ts';
import { connectEngine } from '../../../src-engine/remote/client.ts';
import { serveEngine } from '../../../src-engine/remote/host.ts';
import { trustingRules } from '../../../src-engine/remote/trusting-rules.ts';
import { createFakeEngine } from '../../support/fake-engine.ts';
import { eventually } from '../../support/eventually.ts';

const pasted: ImageSource = { kind: 'bytes', bytes: new Uint8Array(100_000), name: 'pasted.png' };
const reduction = { method: 'none' } as const;

/** Everything that a window wants to know of a picture. */
async function look(engine: Engine, image: ImageSource): Promise<void> {
  await engine.preview(image, 8);
  await engine.encode({ image, reduction });
  for (let answers = 0; answers < 2; answers += 1) {
    const visual = { kind: 'images', images: [image] } as const;
    const events = engine.answer({ visual, question: 'What?', reduction, virtualUnmerging: true });
    for await (const event of events) if (event.kind === 'done') break;
  }
}

describe('withHandles', () => {
  it('sends the bytes of a pasted picture through the port once', async () => {
    const { port1, port2 } = new MessageChannel();
    serveEngine(createFakeEngine({ loaded: true }), port1, trustingRules);
    const post = vi.spyOn(port2, 'postMessage');
    const remote = connectEngine(port2);
    await look(withHandles(remote).engine, pasted);
    const withBytes = post.mock.calls.filter(([message]) => holdsBytes(message));
    expect(withBytes).toHaveLength(1);
    await remote.close();
  });

  it('opens a picture once, also for calls at the same time, and again after it was forgotten', async () => {
    const fake = createFakeEngine({ loaded: true });
    const open = vi.spyOn(fake, 'open');
    const forget = vi.spyOn(fake, 'forget');
    const handling = withHandles(fake);
    await Promise.all([look(handling.engine, pasted), look(handling.engine, pasted)]);
    expect(open).toHaveBeenCalledTimes(1);
    handling.forget(pasted);
    await eventually(() => expect(forget).toHaveBeenCalledTimes(1));
    await look(handling.engine, pasted);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('hands on the later frames of a view as open pictures, too', async () => {
    const fake = createFakeEngine({ loaded: true });
    const alone = fake.encode.bind(fake);
    // The fake takes every picture by itself.
    const encode = vi
      .spyOn(fake, 'encode')
      .mockImplementation(({ laterFrames: _, ...given }, options) => alone(given, options));
    const { engine } = withHandles(fake);
    const later: ImageSource = { ...pasted, name: 'later.png' };
    const request = { image: pasted, laterFrames: [later], role: 'frame', reduction } as const;
    await engine.encode(request);
    await engine.encode(request);
    for (const [{ image, laterFrames }] of encode.mock.calls)
      expect([image, ...(laterFrames ?? [])].map(({ kind }) => kind)).toEqual(['open', 'open']);
  });

  it('passes on at once what is asked of a picture that is open', async () => {
    const fake = createFakeEngine({ loaded: true });
    const handling = withHandles(fake);
    await handling.engine.open(pasted);
    const encode = vi.spyOn(fake, 'encode');
    const asked = handling.engine.encode({ image: pasted, reduction });
    expect(encode).toHaveBeenCalledOnce(); // no turn later
    expect(encode.mock.lastCall?.[0].image.kind).toBe('open');
    await asked;
    handling.forget(pasted);
    const again = handling.engine.encode({ image: pasted, reduction });
    expect(encode).toHaveBeenCalledOnce();
    await again;
    expect(encode).toHaveBeenCalledTimes(2);
  });

  it('tries again what could not be read', async () => {
    const fake = createFakeEngine({ loaded: true });
    const open = vi.spyOn(fake, 'open');
    const { engine } = withHandles(fake);
    const missing = { kind: 'file', path: '/missing.png' } as const;
    for (let tries = 0; tries < 2; tries += 1) {
      await expect(engine.preview(missing, 8)).rejects.toMatchObject({ code: 'bad-input' });
    }
    expect(open).toHaveBeenCalledTimes(2);
  });
});

function holdsBytes(value: unknown): boolean {
  if (value instanceof Uint8Array) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsBytes);
}
