import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { TensorLocation } from '../../../src-engine/files/tensor-location.ts';
import { bytesByPrecision } from '../../../src-engine/checkpoint/memory-needs.ts';
import { openCheckpoint } from '../../../src-engine/checkpoint/open.ts';
import { copyKinds } from '../../../src-engine/checkpoint/quantised/copy-kinds.ts';
import { quantisedCopy } from '../../../src-engine/checkpoint/quantised/quantised-copy.ts';
import type {
  BlocksMatrix,
  QuantisedCopy,
  QuantisedMatrix,
} from '../../../src-engine/checkpoint/quantised/quantised-copy.ts';
import { readSafetensorsHeader } from '../../../src-engine/files/safetensors.ts';
import { writeSafetensors } from '../../../src-engine/files/safetensors-write.ts';
import type { Progress } from '../../../src-engine/engine.ts';
import { emptyFolder, goldenCopy, goldenModel, rejection, type GoldenCase } from '../../support/scratch.ts';
import { dequantise } from './dequantise.ts';

interface Made {
  readonly decoder: QuantisedCopy;
  readonly progress: readonly Progress[];
}

async function make(
  directory: string,
  into: string,
  options: {
    readonly kind?: keyof typeof copyKinds;
    readonly signal?: AbortSignal;
    readonly onProgress?: () => void;
  } = {},
): Promise<Made> {
  const progress: Progress[] = [];
  const kind = copyKinds[options.kind ?? 'decoder8'];
  const decoder = await quantisedCopy((await openCheckpoint(directory)).weights, kind, {
    directory: into,
    signal: options.signal,
    onProgress: (step) => {
      progress.push(step);
      options.onProgress?.();
    },
  });
  return { decoder, progress };
}

async function bytesOf({
  file,
  offset,
  bytes,
}: Pick<TensorLocation, 'file' | 'offset' | 'bytes'>): Promise<Buffer> {
  return Buffer.from((await readFile(file)).subarray(offset, offset + bytes));
}

const floatsOf = async (place: Pick<TensorLocation, 'file' | 'offset' | 'bytes'>): Promise<Float32Array> =>
  new Float32Array(new Uint8Array(await bytesOf(place)).buffer);

function blocksOf(matrix: QuantisedMatrix | undefined): BlocksMatrix {
  if (matrix?.kind === 'blocks') return matrix;
  throw new Error('No matrix in blocks.');
}

describe('quantisedCopy', () => {
  // Steps are 1/127 of a block's extreme, which is 2.2 deviations from zero on average: 2.2 / 127 / sqrt(12) = 0.5 %.
  it.each([
    ['llava15-clip', 8, 0.006],
    ['llava15-clip', 4, 0.09],
    ['llava15-siglip', 8, 0.006], // bf16, tied head, rows of 176
  ] as const)('%s in int%d: every matrix near its source', async (name, bits, relative) => {
    const { weights } = await openCheckpoint(goldenModel(name));
    const { decoder } = await make(goldenModel(name), await emptyFolder(), { kind: `decoder${bits}` });
    const matrices = weights.names().filter((tensor) => decoder.matrix(tensor) !== undefined);
    expect(matrices).toHaveLength(
      weights
        .names()
        .filter((tensor) => /^text\.layers\.\d+\.(attention|mlp)\..*weight$|^text\.head$/.test(tensor))
        .length,
    );
    for (const tensor of matrices) {
      const source = weights.get(tensor);
      const { shape, codes, scales } = blocksOf(decoder.matrix(tensor));
      const restored = dequantise(await bytesOf(codes), await floatsOf(scales), bits);
      const raw = new Uint8Array(await bytesOf(source)).buffer;
      const original = source.dtype === 'F32' ? new Float32Array(raw) : new Uint16Array(raw);
      let error = 0;
      let energy = 0;
      original.forEach((stored: number, index: number) => {
        const value =
          source.dtype === 'F32' ? stored : new Float32Array(Uint32Array.of(stored << 16).buffer)[0]!;
        const row = Math.floor(index / shape.columns);
        const got = restored[row * shape.blocks * 32 + (index % shape.columns)]!;
        error += (got - value) ** 2;
        energy += value ** 2;
      });
      expect(Math.sqrt(error / energy)).toBeLessThan(relative);
    }
  });

  it.each(['decoderColumns', 'tower'] as const)(
    '%s: one scale for every output, and turned',
    async (kind) => {
      const { weights } = await openCheckpoint(goldenModel('llava15-clip')); // fp32
      const { decoder } = await make(goldenModel('llava15-clip'), await emptyFolder(), { kind });
      const part =
        kind === 'tower'
          ? /^vision\.layers\..*(attention|mlp)\..*weight$/
          : /^text\.layers\..*(attention|mlp)\..*weight$/;
      const turned = weights.names().filter((name) => decoder.matrix(name)?.kind === 'columns');
      expect(turned).toEqual(weights.names().filter((name) => part.test(name)));
      for (const name of turned) {
        const matrix = decoder.matrix(name);
        if (matrix?.kind !== 'columns') throw new Error('Not in columns.');
        const { rows, columns } = matrix.shape;
        const codes = new Int8Array(await bytesOf(matrix.codes));
        const scales = await floatsOf(matrix.scales);
        const original = await floatsOf(weights.get(name));
        original.forEach((value, index) => {
          const [output, k] = [Math.floor(index / columns), index % columns];
          const step = scales[output]!;
          expect(Math.abs(codes[k * rows + output]! * step - value)).toBeLessThanOrEqual(step * 0.5001);
        });
      }
    },
  );

  it('leaves the head in blocks where layers have one scale for every output', async () => {
    const { decoder } = await make(goldenModel('llava15-clip'), await emptyFolder(), {
      kind: 'decoderColumns',
    });
    expect(decoder.matrix('text.head')?.kind).toBe('blocks');
  });

  it('keeps embedding, norms and biases byte for byte, so that the decoder needs one file', async () => {
    const { weights } = await openCheckpoint(goldenModel('llava15-siglip'));
    const { decoder } = await make(goldenModel('llava15-siglip'), await emptyFolder());
    expect(decoder.weights.names()).toContain('text.embedding');
    expect(decoder.weights.names()).toContain('text.layers.0.norm1.weight');
    expect(decoder.weights.has('text.head')).toBe(false);
    for (const name of decoder.weights.names()) {
      const copy = decoder.weights.get(name);
      expect(copy.file).toBe(decoder.file);
      expect(copy.dtype).toBe('BF16');
      expect(await bytesOf(copy)).toEqual(await bytesOf(weights.get(name)));
    }
  });

  it('takes the bytes that inspect announces', async () => {
    const { family, spec, weights } = await openCheckpoint(goldenModel('llava15-clip'));
    const announced = bytesByPrecision(family.tensors(spec), weights.get('text.embedding').bytes);
    const elsewhere = weights
      .names()
      .filter((name) => !name.startsWith('text.'))
      .reduce((sum, name) => sum + weights.get(name).bytes, 0); // fp32 in this model
    for (const bits of [4, 8] as const) {
      const { decoder } = await make(goldenModel('llava15-clip'), await emptyFolder(), {
        kind: `decoder${bits}`,
      });
      const { tensors } = await readSafetensorsHeader(decoder.file);
      const held = [...tensors.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      expect(held).toBe(announced[`int${bits}`] - elsewhere);
    }
  });

  it('says how far it is, then takes the copy that it made, wherever the model lies', async () => {
    const into = await emptyFolder();
    const first = await make(goldenModel('llava15-clip'), into);
    const last = first.progress.at(-1)!;
    expect(last.stage).toBe('Quantising the language model to int8, once');
    expect(last.done).toBe(last.total);
    const made = await stat(first.decoder.file);

    const moved = await openCheckpoint(await goldenCopy('llava15-clip'));
    const again = await quantisedCopy(moved.weights, copyKinds.decoder8, {
      directory: into,
      signal: undefined,
      onProgress: () => expect.unreachable(),
    });
    expect(again.file).toBe(first.decoder.file);
    expect(again.note).toBeUndefined();
    expect((await stat(again.file)).mtimeMs).toBe(made.mtimeMs);
  });

  it('keeps kinds and models apart', async () => {
    const into = await emptyFolder();
    const models: readonly (readonly [GoldenCase, keyof typeof copyKinds])[] = [
      ['llava15-clip', 'decoder4'],
      ['llava15-clip', 'decoder8'],
      ['llava15-clip', 'decoderColumns'],
      ['llava15-clip', 'tower'],
      ['llava15-siglip', 'decoder8'],
    ];
    for (const [name, kind] of models) await make(goldenModel(name), into, { kind });
    expect(await readdir(into)).toHaveLength(5);
  });

  it('writes the same file every time', async () => {
    const [a, b] = [await emptyFolder(), await emptyFolder()];
    const first = await make(goldenModel('llava15-clip'), a, { kind: 'decoder4' });
    const second = await make(goldenModel('llava15-clip'), b, { kind: 'decoder4' });
    expect((await readFile(first.decoder.file)).equals(await readFile(second.decoder.file))).toBe(true);
  });

  it('leaves nothing behind when it is stopped, and works afterwards', async () => {
    const into = await emptyFolder();
    const controller = new AbortController();
    const stopped = make(goldenModel('llava15-clip'), into, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect((await rejection(stopped)).code).toBe('aborted');
    expect(await readdir(into)).toEqual([]);
    expect((await make(goldenModel('llava15-clip'), into)).decoder.note).toBeUndefined();
  });

  const spoilt: readonly (readonly [string, (file: string) => Promise<void>, string])[] = [
    ['truncated', (file) => truncate(file, 100_000), 'was damaged'],
    ['not a safetensors file', (file) => writeFile(file, 'junk'), 'was damaged'],
    [
      'another file under its name',
      (file) => writeSafetensors(file, { x: { dtype: 'F32', shape: [1], data: Float32Array.of(1) } }),
      'was made otherwise (another format)',
    ],
    [
      'of an older version',
      async (file) => {
        const bytes = await readFile(file);
        bytes.write('"version":"0"', bytes.indexOf('"version":"'));
        await writeFile(file, bytes);
      },
      'was made otherwise (another version)',
    ],
    [
      'of other weights',
      async (file) => {
        const bytes = await readFile(file);
        bytes.write('"fingerprint":"0000', bytes.indexOf('"fingerprint":"'));
        await writeFile(file, bytes);
      },
      'was made otherwise (another fingerprint)',
    ],
    [
      'with other tensors',
      async (file) => {
        const bytes = await readFile(file);
        bytes.write('text.nose', bytes.indexOf('text.norm'));
        await writeFile(file, bytes);
      },
      'does not hold the tensors of this model',
    ],
  ];

  it.each(spoilt)('never uses a copy that is %s: makes it again, with a word', async (_, spoil, fact) => {
    const into = await emptyFolder();
    const { decoder } = await make(goldenModel('llava15-clip'), into);
    const good = await readFile(decoder.file);
    await spoil(decoder.file);
    const again = await make(goldenModel('llava15-clip'), into);
    expect(again.decoder.note).toBe(
      `The quantised copy of the language model ${fact}, so it was made again.`,
    );
    expect(again.progress[0]?.stage).toBe('Quantising the language model to int8 again, once');
    expect((await readFile(again.decoder.file)).equals(good)).toBe(true);
    expect(await readdir(into)).toHaveLength(1);
  });

  it('refuses weights that are not finite by name, and leaves nothing behind', async () => {
    const directory = await goldenCopy('llava15-clip');
    const { file, offset } = (await openCheckpoint(directory)).weights.get('text.layers.1.mlp.up.weight');
    const bytes = await readFile(file);
    bytes.writeFloatLE(Number.NaN, offset + 400);
    await writeFile(file, bytes);
    const into = await emptyFolder();
    const { code, message } = await rejection(make(directory, into));
    expect(code).toBe('bad-checkpoint');
    expect(message).toContain("Tensor 'text.layers.1.mlp.up.weight' holds numbers that are not finite");
    expect(await readdir(into)).toEqual([]);
  });
});
