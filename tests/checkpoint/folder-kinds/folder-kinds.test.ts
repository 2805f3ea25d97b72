import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../src-engine/checkpoint/open.ts';
import { editJson, emptyFolder, goldenCopy, rejection, writeJson } from '../../support/scratch.ts';

async function withFiles(directory: string, names: readonly string[]): Promise<string> {
  for (const name of names) {
    await mkdir(join(directory, name, '..'), { recursive: true });
    await writeFile(join(directory, name), '');
  }
  return directory;
}

/** A folder with these files alone, and the golden model with them in the place of its weights. */
async function bothWith(names: readonly string[]): Promise<readonly string[]> {
  const model = await goldenCopy('llava15-clip');
  await rm(join(model, 'model.safetensors'));
  return [await withFiles(await emptyFolder(), names), await withFiles(model, names)];
}

const refusalOf = async (directory: string) => rejection(openCheckpoint(directory));

describe('a folder that is something else', () => {
  const kinds: readonly (readonly [string, readonly string[], string])[] = [
    [
      'GGUF',
      ['llava-v1.5-7b-Q4_K.gguf', 'mmproj-model-f16.gguf'],
      "The folder holds its model as GGUF ('llava-v1.5-7b-Q4_K.gguf'), the format of llama.cpp, which is not read; get the model as safetensors, in fp16 or bf16, and choose int8 or int4 here where memory is short.",
    ],
    [
      'Mistral’s own format',
      ['params.json', 'consolidated.safetensors', 'tekken.json'],
      "The folder is in Mistral's and Meta's own format (params.json, consolidated.safetensors), which is not read; get the model in the layout of transformers, with config.json and model.safetensors.",
    ],
    [
      'a variant',
      ['model.fp16.safetensors'],
      "The folder has its weights only as the variant 'fp16' ('model.fp16.safetensors'); rename that file to model.safetensors.",
    ],
    [
      'a variant in shards',
      ['model.safetensors.index.bf16.json', 'model-00001-of-00002.bf16.safetensors'],
      "The folder has its weights only as the variant 'bf16' ('model.safetensors.index.bf16.json'); rename that file to model.safetensors.index.json.",
    ],
    [
      'shards without their index',
      ['model-00001-of-00003.safetensors', 'model-00002-of-00003.safetensors'],
      "The folder holds shards of a model ('model-00001-of-00003.safetensors') without model.safetensors.index.json, which says what is in them; download that file too, from where the model was published.",
    ],
    [
      'safetensors under another name',
      ['llava.safetensors'],
      "The folder has neither model.safetensors nor model.safetensors.index.json, but 'llava.safetensors'; if that file is the whole model, rename it to model.safetensors.",
    ],
    [
      'an ONNX export',
      ['onnx/decoder_model_merged.onnx', 'onnx/vision_encoder.onnx'],
      "The folder holds an ONNX export ('onnx'), which is not read; get the model that it was made from, as safetensors.",
    ],
    [
      'an OpenVINO export',
      ['openvino_language_model.xml', 'openvino_language_model.bin'],
      'an OpenVINO export',
    ],
    ['a diffusion pipeline', ['model_index.json'], 'a pipeline of diffusers (model_index.json)'],
    [
      'a pickle',
      ['pytorch_model-00001-of-00002.bin', 'pytorch_model.bin.index.json', 'training_args.bin'],
      'The folder has its weights only as pytorch_model-00001-of-00002.bin, which can run code when read; get or save the model as safetensors (save_pretrained(..., safe_serialization=True)).',
    ],
    [
      'a pickle under another name',
      ['consolidated.pt'],
      'only as consolidated.pt, which can run code when read',
    ],
    [
      'pickles beside weights of TensorFlow, as OpenAI publishes CLIP',
      ['pytorch_model.bin', 'tf_model.h5'],
      'only as pytorch_model.bin',
    ],
    [
      'weights of TensorFlow',
      ['tf_model.h5'],
      "holds weights of TensorFlow ('tf_model.h5'), which is not read",
    ],
    ['weights of Flax', ['flax_model.msgpack'], "holds weights of Flax ('flax_model.msgpack')"],
    [
      'a training with DeepSpeed',
      ['global_step500/mp_rank_00_model_states.pt', 'zero_to_fp32.py'],
      'The folder is a checkpoint of a training with DeepSpeed (global_step500); put its weights together with zero_to_fp32.py and save the model as safetensors.',
    ],
    [
      'a projector alone',
      ['mm_projector.bin'],
      'The folder holds only the projector of a LLaVA model (mm_projector.bin)',
    ],
    [
      'an unfinished download',
      ['model.safetensors.part'],
      "The folder's download has not ended ('model.safetensors.part'); finish it.",
    ],
    [
      'one that huggingface_hub began',
      ['.cache/huggingface/download/c0ffee.incomplete'],
      "The folder's download has not ended ('c0ffee.incomplete'); finish it.",
    ],
  ];

  it.each(kinds)('is told so with what to do: %s', async (_, names, sentence) => {
    for (const directory of await bothWith(names)) {
      expect((await refusalOf(directory)).message).toContain(sentence);
    }
  });

  it('is a LoRA adapter, with the name of its model', async () => {
    for (const directory of await bothWith(['adapter_model.safetensors'])) {
      expect((await refusalOf(directory)).message).toContain(
        'The folder holds an adapter and no model of its own',
      );
      await writeJson(directory, 'adapter_config.json', {
        peft_type: 'LORA',
        base_model_name_or_path: 'llava-hf/llava-1.5-7b-hf',
      });
      expect(await refusalOf(directory)).toEqual({
        code: 'unsupported',
        message:
          'The folder holds a LoRA adapter of llava-hf/llava-1.5-7b-hf and no model of its own; merge it into that model (peft: merge_and_unload) and save the result.',
      });
      await writeJson(directory, 'adapter_config.json', { peft_type: 'IA3' });
      expect((await refusalOf(directory)).message).toContain(
        'an IA3 adapter and no model of its own; merge it into the model that it was trained on',
      );
    }
  });

  it('has an adapter beside its weights, and a note says that it is not applied', async () => {
    const directory = await goldenCopy('llava15-clip');
    await writeJson(directory, 'adapter_config.json', { base_model_name_or_path: 'a/b' });
    expect((await openCheckpoint(directory)).notes).toEqual([
      'Beside the weights lies a LoRA adapter of a/b (adapter_config.json), which is not applied; merge it into the model and save the result if it is meant to count.',
    ]);
  });

  it('is a pickle that the hub has as safetensors too, by the folder’s name or by config.json', async () => {
    const model = await goldenCopy('llava15-clip');
    await rename(join(model, 'model.safetensors'), join(model, 'pytorch_model.bin'));
    const sentence =
      'The folder has its weights only as pytorch_model.bin, which can run code when read; take llava-hf/llava-1.5-7b-hf from the hub, the same model as safetensors.';
    await editJson(model, 'config.json', { _name_or_path: './checkpoints/llava-v1.5-7b' });
    expect((await refusalOf(model)).message).toBe(sentence);
    await editJson(model, 'config.json', { _name_or_path: undefined });
    const named = join(dirname(await emptyFolder()), 'LLaVA-v1.5-7B');
    await rm(named, { recursive: true, force: true });
    await rename(model, named);
    try {
      expect((await refusalOf(named)).message).toBe(sentence);
    } finally {
      await rm(named, { recursive: true });
    }
  });

  it('is one level too high, with the child’s name', async () => {
    const parent = await emptyFolder();
    const child = join(parent, 'llava-1.5-7b-hf');
    await rename(await goldenCopy('llava15-clip'), child);
    expect(await refusalOf(parent)).toEqual({
      code: 'bad-input',
      message: `'${parent}' is no model folder, but 'llava-1.5-7b-hf' in it is one; give '${child}'.`,
    });
    await rename(await goldenCopy('llava15-siglip'), join(parent, 'another'));
    expect((await refusalOf(parent)).message).toBe(
      `'${parent}' is no model folder, but holds 2: 'another', 'llava-1.5-7b-hf'; give one of them.`,
    );
  });

  it('is one level too low', async () => {
    const parent = await goldenCopy('llava15-clip');
    const child = join(parent, 'images');
    await mkdir(child);
    expect((await refusalOf(child)).message).toBe(
      `'${child}' is a part of the model folder '${parent}'; give that folder.`,
    );
  });

  it('is no folder: a file of the model, a GGUF file, a link to nothing', async () => {
    const model = await goldenCopy('llava15-clip');
    const weights = join(model, 'model.safetensors');
    expect((await refusalOf(weights)).message).toBe(
      `'${weights}' is a file and not a model folder; give its folder, '${model}'.`,
    );
    const gguf = join(await emptyFolder(), 'llava.gguf');
    await writeFile(gguf, 'GGUF');
    expect((await refusalOf(gguf)).message).toBe(
      `'${gguf}' is a GGUF file, the format of llama.cpp and not a model folder; get the model as safetensors, in fp16 or bf16, and give its folder.`,
    );
    const link = join(await emptyFolder(), 'models');
    await symlink('/mnt/gone/models', link);
    expect((await refusalOf(link)).message).toBe(
      `'${link}' is a link to '/mnt/gone/models', which is not there; connect the drive that holds it, or give the folder itself.`,
    );
  });

  it('has links to files that are gone', async () => {
    for (const name of ['tokenizer_config.json', 'model.safetensors', 'config.json']) {
      const model = await goldenCopy('llava15-clip');
      await rm(join(model, name));
      await symlink(`../../blobs/${name}`, join(model, name));
      expect((await refusalOf(model)).message).toBe(
        `'${name}' is a link to '../../blobs/${name}', which is not there; copy the folder again with the files that its links lead to, or download it again.`,
      );
    }
  });

  it('has a web page in the place of a file', async () => {
    for (const name of ['tokenizer.json', 'model.safetensors', 'config.json']) {
      const model = await goldenCopy('llava15-clip');
      await writeFile(join(model, name), '<!doctype html>\n<html lang="en">');
      expect((await refusalOf(model)).message).toContain(`'${name}' is a web page and not the file itself`);
    }
  });

  it('has nothing of a model: empty, pictures, or anything else', async () => {
    const take =
      'give the folder of a model as Hugging Face publishes it: config.json, safetensors, tokenizer.json.';
    const told = async (...names: string[]) => {
      const directory = await withFiles(await emptyFolder(), names);
      return (await refusalOf(directory)).message.replace(directory, 'X');
    };
    expect(await told()).toBe(`'X' is empty; ${take}`);
    expect(await told('.DS_Store')).toBe(`'X' is empty; ${take}`);
    expect(await told('a.jpg', 'b.PNG', 'notes.txt')).toBe(
      `'X' is a folder of 2 pictures and no model; give it to a collection, or ${take}`,
    );
    expect(await told('main.ts', 'deep/er.ts')).toBe(
      `'X' is no model folder: it holds 1 file and 1 folder such as 'main.ts'; ${take}`,
    );
    const many = Array.from({ length: 1_200 }, (_, at) => `${at}.ts`);
    expect(await told(...many)).toContain("it holds 1,200 files such as '");
    expect(await told('tokenizer.json')).toContain('is no model folder yet, so finish its download');
  });

  it('is refused by its model type before anything is said of its weights', async () => {
    const [, model] = await bothWith(['model.gguf']);
    if (model === undefined) throw new Error('no model');
    await editJson(model, 'config.json', { model_type: 'qwen3_5' });
    expect((await refusalOf(model)).message).toContain("model_type 'qwen3_5' is not supported");
  });
});

describe('a download cache', () => {
  /** A cache with one whole model, one of two versions, one that has only begun. */
  async function cache(): Promise<string> {
    const hub = join(await emptyFolder(), 'hub');
    const snapshot = async (repository: string, commit: string, lacking?: string) => {
      const place = join(hub, repository, 'snapshots', commit);
      await mkdir(join(place, '..'), { recursive: true });
      await rename(await goldenCopy('llava15-clip'), place);
      if (lacking !== undefined) {
        await rm(join(place, lacking));
        await symlink('../../blobs/gone', join(place, lacking));
      }
    };
    await snapshot('models--llava-hf--llava-1.5-7b-hf', 'aaaaaaa');
    await snapshot('models--org--two', '1111111', 'model.safetensors');
    await snapshot('models--org--two', '2222222');
    await mkdir(join(hub, 'models--org--begun', 'snapshots'), { recursive: true });
    await mkdir(join(hub, 'datasets--org--pictures'));
    return hub;
  }

  it('lists its models and says which version is whole', async () => {
    const hub = await cache();
    const sentence = `'${hub}' is a download cache and not a model. It holds llava-hf/llava-1.5-7b-hf (whole); org/begun (no files yet); org/two (version 1111111 lacks 'model.safetensors', version 2222222 is whole); give the folder of one, such as '${join(hub, 'models--llava-hf--llava-1.5-7b-hf')}'.`;
    expect(await refusalOf(hub)).toEqual({ code: 'bad-input', message: sentence });
    expect((await refusalOf(dirname(hub))).message).toBe(sentence); // HF_HOME, which holds it as hub
  });

  it('opens a repository with one version, and names the whole one of several', async () => {
    const hub = await cache();
    const { directory } = await openCheckpoint(join(hub, 'models--llava-hf--llava-1.5-7b-hf'));
    expect(basename(directory)).toBe('aaaaaaa');
    const two = join(hub, 'models--org--two');
    expect((await refusalOf(two)).message).toBe(
      `'${two}' holds several versions, none of them its main branch: version 1111111 lacks 'model.safetensors', version 2222222 is whole; give '${join(two, 'snapshots', '2222222')}'.`,
    );
    const begun = join(hub, 'models--org--begun');
    expect((await refusalOf(begun)).message).toBe(`'${begun}' holds no version yet; finish its download.`);
  });
});
