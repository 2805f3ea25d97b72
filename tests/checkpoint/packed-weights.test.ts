import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { editJson, goldenCopy, rawTensors, rejection, writeTensors } from '../support/scratch.ts';

type Tensors = Awaited<ReturnType<typeof rawTensors>>;

/** The golden model with other tensors in the place of each linear layer of its decoder. */
async function repacked(
  replace: (tensors: Tensors, name: string, shape: readonly number[]) => void,
): Promise<string> {
  const directory = await goldenCopy('llava15-clip');
  const path = join(directory, 'model.safetensors');
  const tensors = await rawTensors(path);
  for (const [name, { shape }] of [...tensors]) {
    if (name.startsWith('language_model') && shape.length === 2) replace(tensors, name, shape);
  }
  await writeTensors(path, tensors);
  return directory;
}

function put(
  tensors: Tensors,
  name: string,
  dtype: 'U32' | 'F16' | 'U8' | 'I32' | 'F8_E4M3',
  shape: number[],
) {
  const widths = { U32: 4, F16: 2, U8: 1, I32: 4, F8_E4M3: 1 };
  const count = shape.reduce((product, side) => product * side, 1);
  tensors.set(name, { dtype, shape, bytes: Buffer.alloc(count * widths[dtype]) });
}

describe('weights that another program packed', () => {
  it('are told by MLX’s scales and biases, with the bits of config.json', async () => {
    const directory = await repacked((tensors, name, [rows = 0, columns = 0]) => {
      put(tensors, name, 'U32', [rows, columns / 8]);
      put(tensors, name.replace('.weight', '.scales'), 'F16', [rows, 1]);
      put(tensors, name.replace('.weight', '.biases'), 'F16', [rows, 1]);
    });
    const sentence = (words: string) =>
      `Weights packed by MLX${words} are not read ('${directory}'); take the fp16 or bf16 model.`;
    expect(await rejection(openCheckpoint(directory))).toEqual({
      code: 'unsupported',
      message: sentence(''),
    });
    await editJson(directory, 'config.json', { quantization: { group_size: 64, bits: 4 } });
    expect((await rejection(openCheckpoint(directory))).message).toBe(sentence(' in 4 bits'));
  });

  it.each([
    ['by GPTQ', ['qweight', 'qzeros', 'g_idx']],
    ['by AWQ', ['qweight', 'qzeros', 'scales']],
    ['by bitsandbytes', ['weight', 'weight.absmax', 'weight.quant_state.bitsandbytes__nf4']],
    ['by compressed-tensors', ['weight_packed', 'weight_scale', 'weight_shape']],
    ['by HQQ', ['W_q', 'scale', 'zero']],
  ])('are told by the names of their parts: %s', async (by, parts) => {
    const directory = await repacked((tensors, name) => {
      tensors.delete(name);
      for (const part of parts) put(tensors, name.replace(/weight$/u, part), 'U8', [8]);
    });
    expect((await rejection(openCheckpoint(directory))).message).toContain(
      `Weights packed ${by} are not read`,
    );
  });

  it('are told by their type where nothing else tells: fp8', async () => {
    const directory = await repacked((tensors, name, shape) => {
      put(tensors, name, 'F8_E4M3', [...shape]);
    });
    expect((await rejection(openCheckpoint(directory))).message).toContain(
      'Weights packed in fp8 are not read',
    );
  });

  it('are a LoRA that was not merged', async () => {
    const directory = await repacked((tensors, name, [rows = 0, columns = 0]) => {
      const tensor = tensors.get(name);
      if (tensor === undefined || !name.includes('q_proj')) return;
      tensors.delete(name);
      tensors.set(name.replace('.weight', '.base_layer.weight'), tensor);
      put(tensors, name.replace('.weight', '.lora_A.default.weight'), 'F16', [8, columns]);
      put(tensors, name.replace('.weight', '.lora_B.default.weight'), 'F16', [rows, 8]);
    });
    expect((await rejection(openCheckpoint(directory))).message).toBe(
      'The weights hold a LoRA that was not merged into the model; merge it (peft: merge_and_unload) and save the model again.',
    );
  });

  it('are in MLX’s order of axes', async () => {
    const directory = await goldenCopy('llava15-clip');
    const path = join(directory, 'model.safetensors');
    const tensors = await rawTensors(path);
    const name = 'vision_tower.vision_model.embeddings.patch_embedding.weight';
    const patch = tensors.get(name);
    if (patch === undefined) throw new Error('There is no patch embedding.');
    const [width = 0, , side = 0] = patch.shape;
    tensors.set(name, { ...patch, shape: [width, side, side, 3] });
    await writeTensors(path, tensors);
    expect((await rejection(openCheckpoint(directory))).message).toBe(
      'Weights in the layout of MLX (channels last) are not read; take the model that they were converted from.',
    );
  });

  it.each([
    [{ quant_method: 'bitsandbytes', load_in_4bit: true }, ' (bitsandbytes, 4 bits)'],
    [{ quant_method: 'gptq', bits: 8 }, ' (gptq, 8 bits)'],
    [{ group_size: 64, bits: 4 }, ' (MLX, 4 bits)'],
    [{}, ''],
  ])('are what config.json says of them: %j', async (quantization_config, how) => {
    const directory = await goldenCopy('llava15-clip');
    await editJson(directory, 'config.json', { quantization_config });
    expect((await rejection(openCheckpoint(directory))).message).toBe(
      `config.json: quantization_config says that the weights are quantised${how}, which is not read; get the model in fp32, fp16 or bf16.`,
    );
  });
});

describe('a single file beside shards', () => {
  /** llava-next is in two shards. */
  async function withSingle(
    from: 'llava-next' | 'llava15-clip',
    extra: Tensors = new Map(),
  ): Promise<string> {
    const directory = await goldenCopy('llava-next');
    const source = await goldenCopy(from);
    const files =
      from === 'llava-next'
        ? ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors']
        : ['model.safetensors'];
    const parts = await Promise.all(files.map((file) => rawTensors(join(source, file))));
    await writeTensors(
      join(directory, 'model.safetensors'),
      new Map([...parts.flatMap((part) => [...part]), ...extra]),
    );
    return directory;
  }

  it('is read first, as in transformers, with a note', async () => {
    const { notes, weights } = await openCheckpoint(await withSingle('llava-next'));
    expect(weights.get('newline').file).toMatch(/model\.safetensors$/u);
    expect(notes).toEqual([
      'The folder holds model.safetensors and shards with an index; model.safetensors is read, as transformers does. Remove what does not belong.',
    ]);
  });

  it('is told to be in the way where it is another model and the shards are whole', async () => {
    const directory = await withSingle('llava15-clip');
    const { code, message } = await rejection(openCheckpoint(directory));
    expect(code).toBe('bad-checkpoint');
    expect(message).toMatch(
      /^model\.safetensors is read before the shards of model\.safetensors\.index\.json, as transformers does, and it is not this model \(.+\), while the shards are whole; remove or rename model\.safetensors\.$/u,
    );
  });
});
