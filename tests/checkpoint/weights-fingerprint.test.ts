import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Weights } from '../../src-engine/checkpoint/checkpoint.ts';
import type { TensorLocation } from '../../src-engine/files/tensor-location.ts';
import { weightsFingerprint } from '../../src-engine/checkpoint/weights-fingerprint.ts';

const bytes = 40_000;
let file: string;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dymu-fingerprint-'));
  file = join(folder, 'weights.bin');
  writeFileSync(
    file,
    Uint8Array.from({ length: 2 * bytes }, (_, index) => index % 251),
  );
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function weights(tensors: Record<string, Partial<TensorLocation>>): Weights {
  const of = (name: string): TensorLocation => ({
    file,
    dtype: 'F32',
    shape: [100, 100],
    offset: 0,
    bytes,
    ...tensors[name],
  });
  return { get: of, has: (name) => name in tensors, names: () => Object.keys(tensors) };
}

describe('weightsFingerprint', () => {
  it('does not depend on the order of names or on where the file lies', async () => {
    const copy = join(folder, 'copy.bin');
    writeFileSync(copy, readFileSync(file));
    const here = await weightsFingerprint(weights({ 'text.a': {}, 'vision.b': { offset: bytes } }));
    const there = await weightsFingerprint(
      weights({ 'vision.b': { offset: bytes, file: copy }, 'text.a': { file: copy } }),
    );
    expect(there).toBe(here);
    expect(here).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with a name, a type, a shape, and with a sampled byte', async () => {
    const seen = new Set([
      await weightsFingerprint(weights({ a: {} })),
      await weightsFingerprint(weights({ b: {} })),
      await weightsFingerprint(weights({ a: { dtype: 'F16' } })),
      await weightsFingerprint(weights({ a: { shape: [10, 1000] } })),
    ]);
    const content = readFileSync(file);
    content[bytes - 1] = 255; // of a: its last sample ends there
    writeFileSync(file, content);
    seen.add(await weightsFingerprint(weights({ a: {} })));
    expect(seen.size).toBe(5);
  });

  it('looks only at the names asked for', async () => {
    const both = weights({ 'text.a': {}, 'vision.b': {} });
    expect(await weightsFingerprint(both, 'text.')).toBe(await weightsFingerprint(weights({ 'text.a': {} })));
    expect(await weightsFingerprint(both)).not.toBe(await weightsFingerprint(both, 'text.'));
  });
});
