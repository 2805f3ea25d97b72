/** Adapters: a few trained weights (LoRA and its kin, or LLaVA's projector alone) that need the model they were trained on. */
import { join } from 'node:path';
import { EngineError } from '../../errors.ts';
import { isObject } from '../../files/document.ts';
import { readOptionalJson } from '../../files/published-json.ts';
import { clip, quote } from '../../files/words.ts';
import { exists } from '../../files/bounded-file.ts';
import { folderLimits } from '../limits.ts';
import type { FolderKind } from './kind.ts';

export const adapterConfig = 'adapter_config.json';

/** A repository's name as it is; anything else in quotes. */
function named(base: string): string {
  return /^[\w.-]+\/[\w.-]+$/u.test(base) ? clip(base) : quote(base);
}

function text(value: unknown, field: string): string | undefined {
  const found = isObject(value) ? value[field] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

interface Adapter {
  readonly words: string; // a LoRA adapter of llava-hf/llava-1.5-7b-hf
  readonly base: string | undefined;
}

/** Undefined where there is none. A config that cannot be read still is an adapter's. */
async function adapterIn(directory: string): Promise<Adapter | undefined> {
  if (!(await exists(join(directory, adapterConfig)))) return undefined;
  const config = await readOptionalJson(directory, adapterConfig, folderLimits.configBytes).catch(
    () => undefined,
  );
  const type = text(config?.value, 'peft_type') ?? 'LORA';
  const base = text(config?.value, 'base_model_name_or_path');
  const kind = type === 'LORA' ? 'LoRA' : clip(type);
  return {
    words: `${/^[AEIOU]/u.test(kind) ? 'an' : 'a'} ${kind} adapter${base === undefined ? '' : ` of ${named(base)}`}`,
    base,
  };
}

/** What peft and LLaVA's own training write beside or without a config. */
const adapterWeights = /^(?:adapter_model\.(?:safetensors|bin)|non_lora_trainables\.bin)$/u;

export const adapter: FolderKind = {
  async recognise({ directory, files }) {
    const unnamed = files.some((name) => adapterWeights.test(name))
      ? { words: 'an adapter', base: undefined }
      : undefined;
    const found = (await adapterIn(directory)) ?? unnamed;
    if (found === undefined) return undefined;
    const fact = `The folder holds ${found.words} and no model of its own`;
    const remedy = `merge it into ${found.base === undefined ? 'the model that it was trained on' : 'that model'} (peft: merge_and_unload) and save the result`;
    return new EngineError('unsupported', fact, { remedy });
  },
};

/** Said of a model with an adapter beside its weights, which transformers would load with it where peft is installed. */
export async function adapterNote(directory: string): Promise<string | undefined> {
  const found = await adapterIn(directory);
  return found === undefined
    ? undefined
    : `Beside the weights lies ${found.words} (${adapterConfig}), which is not applied; merge it into the model and save the result if it is meant to count.`;
}

/** What the first stage of LLaVA's training leaves. */
export const projectorAlone: FolderKind = {
  recognise({ files }) {
    if (!files.includes('mm_projector.bin')) return undefined;
    return new EngineError(
      'unsupported',
      'The folder holds only the projector of a LLaVA model (mm_projector.bin)',
      {
        remedy: 'give the folder of the whole model',
      },
    );
  },
};
