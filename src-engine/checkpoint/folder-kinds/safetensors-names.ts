/** Weights that are safetensors, but under names that say how to find them only to another program. */
import { EngineError } from '../../errors.ts';
import { quote } from '../../files/words.ts';
import { indexFile, singleFile } from '../weight-files.ts';
import type { FolderKind } from './kind.ts';
import { fileLike } from './listing.ts';

/** `model.fp16.safetensors`, or with shards `model.safetensors.index.fp16.json`, as transformers writes a variant. */
export const variant: FolderKind = {
  recognise({ files }) {
    const indexes = files.map((name) => /^model\.safetensors\.index\.([\w-]+)\.json$/u.exec(name));
    const singles = files.map((name) => /^model\.([\w-]+)\.safetensors$/u.exec(name));
    const found = [...indexes, ...singles].find((match) => match !== null);
    if (found === undefined) return undefined;
    const [file, name] = found;
    const fact = `The folder has its weights only as the variant ${quote(name ?? '')} (${quote(file)})`;
    const wanted = file.endsWith('.json') ? indexFile : singleFile;
    return new EngineError('bad-checkpoint', fact, { remedy: `rename that file to ${wanted}` });
  },
};

export const shardsWithoutIndex: FolderKind = {
  recognise(listing) {
    const shard = fileLike(listing, /-\d+-of-\d+(?:\.[\w-]+)?\.safetensors$/u);
    if (shard === undefined) return undefined;
    const fact = `The folder holds shards of a model (${quote(shard)}) without ${indexFile}, which says what is in them`;
    return new EngineError('bad-checkpoint', fact, {
      remedy: 'download that file too, from where the model was published',
    });
  },
};

export const anotherName: FolderKind = {
  recognise(listing) {
    const file = fileLike(listing, /\.safetensors$/u);
    if (file === undefined) return undefined;
    const fact = `The folder has neither ${singleFile} nor ${indexFile}, but ${quote(file)}`;
    return new EngineError('bad-checkpoint', fact, {
      remedy: `if that file is the whole model, rename it to ${singleFile}`,
    });
  },
};
