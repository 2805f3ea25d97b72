/** Weights as pickles, which run code when they are read, and where the same model can be had as safetensors. */
import { basename } from 'node:path';
import { EngineError } from '../../errors.ts';
import { isObject } from '../../files/document.ts';
import { readOptionalJson } from '../../files/published-json.ts';
import { clip } from '../../files/words.ts';
import { folderLimits } from '../limits.ts';
import type { FolderKind } from './kind.ts';
import { fileLike } from './listing.ts';
import { twinOf } from './twins.ts';

const pickled = /^(?:pytorch_model.*\.bin(?:\.index\.json)?|.*\.(?:pt|pth|ckpt|bin))$/u;
/** Beside the weights, not the weights. */
const beside =
  /^(?:training_args|optimizer|scheduler|rng_state.*|trainer_state|scaler|non_lora_trainables)\./u;

/** What the folder may be called: its own name, its repository's in a download cache, what config.json says that it was made from. */
async function namesOf(directory: string): Promise<readonly string[]> {
  const repository = /models--([^\\/]+)/u.exec(directory)?.[1]?.replace('--', '/');
  const config = await readOptionalJson(directory, 'config.json', folderLimits.configBytes).catch(
    () => undefined,
  );
  const from = isObject(config?.value) ? config.value['_name_or_path'] : undefined;
  return [repository, basename(directory), typeof from === 'string' ? from : undefined].filter(
    (name) => name !== undefined,
  );
}

export const pickle: FolderKind = {
  async recognise(listing) {
    const usual = fileLike(listing, /^pytorch_model(?:.*)\.bin/u);
    const file = usual ?? listing.files.find((name) => pickled.test(name) && !beside.test(name));
    if (file === undefined) return undefined;
    const fact = `The folder has its weights only as ${clip(file)}, which can run code when read`;
    const twin = (await namesOf(listing.directory)).map(twinOf).find((name) => name !== undefined);
    const remedy =
      twin === undefined
        ? 'get or save the model as safetensors (save_pretrained(..., safe_serialization=True))'
        : `take ${twin} from the hub, the same model as safetensors`;
    return new EngineError('unsupported', fact, { remedy });
  },
};

/** Google's own release of PaliGemma. */
export const jaxArrays: FolderKind = {
  async recognise(listing) {
    const file = fileLike(listing, /\.npz$/u);
    if (file === undefined) return undefined;
    const names = [...(await namesOf(listing.directory)), file.replace(/\.npz$/u, '')];
    const twin = names.map(twinOf).find((name) => name !== undefined);
    const remedy =
      twin === undefined
        ? 'get the model as safetensors'
        : `take ${twin} from the hub, the same model as safetensors`;
    return new EngineError(
      'unsupported',
      `The folder has its weights only as arrays of JAX (${clip(file)})`,
      { remedy },
    );
  },
};

export const deepSpeed: FolderKind = {
  recognise({ files, folders }) {
    const found =
      folders.find((name) => /^global_step\d+$/u.test(name)) ??
      files.find((name) => /^(?:zero_to_fp32\.py|.*_model_states\.pt)$/u.test(name));
    if (found === undefined) return undefined;
    return new EngineError(
      'unsupported',
      `The folder is a checkpoint of a training with DeepSpeed (${clip(found)})`,
      {
        remedy: 'put its weights together with zero_to_fp32.py and save the model as safetensors',
      },
    );
  },
};
