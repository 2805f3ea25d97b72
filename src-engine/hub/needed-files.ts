/** Which files of a repository this program reads, and why the others are left out. Pure. */
import { indexFile, singleFile } from '../checkpoint/weight-files.ts';
import type { RepositoryFile } from './repository.ts';

export interface Choice {
  readonly needed: readonly RepositoryFile[];
  readonly leftOut: readonly { readonly file: RepositoryFile; readonly why: string }[];
}

/** What is read from a model's folder beside its weights, docs/models.md; and the words under which it is given. */
const small =
  /^(?:config|generation_config|preprocessor_config|processor_config|video_preprocessor_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|chat_template|adapter_config)\.json$|^chat_template\.jinja$|^(?:additional_)?chat_templates\/[\w.-]+\.jinja$|^(?:licen[cs]e|notice|use_policy)(?:[-.]\w+)*$/iu;

const reasons: readonly (readonly [RegExp, string])[] = [
  [/\.gguf$/iu, 'GGUF, another program’s form of the weights'],
  [/\.(?:onnx|onnx_data)$|^onnx\//iu, 'an ONNX export of the weights'],
  [/\.(?:bin|pt|pth|ckpt|pkl|msgpack|h5|npz|nemo)$/iu, 'the weights in a form that is not read here'],
  [/\.mlpackage\/|\.(?:mlmodel|tflite|engine|plan)$/iu, 'the weights for another runtime'],
  [/\.safetensors$/iu, 'weights that config.json does not lead to'],
  [/\.(?:png|jpe?g|gif|webp|svg|mp4|pdf|ipynb)$/iu, 'a picture or text of the model’s page'],
  [/^readme|\.md$/iu, 'a text of the model’s page'],
  [/^\.git|\/\.git/u, 'of the version control'],
  [/\.(?:py|sh|c|cpp|cu)$/iu, 'code, none of which is run here'],
  [/^tokenizer\.model$|\.(?:spm|tiktoken)$|^vocab\.|^merges\.txt$/iu, 'tokenizer.json holds the same'],
];

const reasonFor = (path: string): string => reasons.find(([form]) => form.test(path))?.[1] ?? 'not read here';

/** Whether the index must be read to know the shards. */
export function hasIndexOnly(files: readonly RepositoryFile[]): boolean {
  const paths = new Set(files.map(({ path }) => path));
  return !paths.has(singleFile) && paths.has(indexFile);
}

/** @param shards that the index names; undefined where there is none, or a single file, which is read before it */
export function chooseFiles(files: readonly RepositoryFile[], shards: readonly string[] | undefined): Choice {
  const weights = new Set(shards === undefined ? [singleFile] : [indexFile, ...shards]);
  const isNeeded = ({ path }: RepositoryFile) => weights.has(path) || small.test(path);
  const why = (path: string) =>
    shards === undefined && path === indexFile ? `${singleFile} is read before it` : reasonFor(path);
  return {
    // Small ones first: what is wrong with a model is known before its weights have come.
    needed: files.filter(isNeeded).sort((a, b) => a.bytes - b.bytes || (a.path < b.path ? -1 : 1)),
    leftOut: files.filter((file) => !isNeeded(file)).map((file) => ({ file, why: why(file.path) })),
  };
}
