/** Models in the formats of other programs, told by their files' names. */
import { EngineError } from '../../errors.ts';
import { quote } from '../../files/words.ts';
import type { FolderKind } from './kind.ts';
import { fileLike, type FolderListing } from './listing.ts';

const asSafetensors = 'get the model as safetensors, in fp16 or bf16';

export const gguf: FolderKind = {
  recognise(listing) {
    const file = fileLike(listing, /\.gguf$/iu);
    if (file === undefined) return undefined;
    const fact = `The folder holds its model as GGUF (${quote(file)}), the format of llama.cpp, which is not read`;
    return new EngineError('unsupported', fact, {
      remedy: `${asSafetensors}, and choose int8 or int4 here where memory is short`,
    });
  },
};

export const mistral: FolderKind = {
  recognise({ files }) {
    const weights = files.find((name) => /^consolidated.*\.(?:safetensors|pth)$/u.test(name));
    const found = files.includes('params.json') ? 'params.json' : weights;
    if (found === undefined) return undefined;
    const fact = `The folder is in Mistral's and Meta's own format (${[...new Set([found, weights ?? found])].join(', ')}), which is not read`;
    return new EngineError('unsupported', fact, {
      remedy: 'get the model in the layout of transformers, with config.json and model.safetensors',
    });
  },
};

interface Export {
  readonly words: string; // follows "The folder holds"
  readonly found: (listing: FolderListing) => string | undefined;
}

const folderNamed =
  (pattern: RegExp) =>
  ({ folders }: FolderListing): string | undefined =>
    folders.find((name) => pattern.test(name));

const exports: readonly Export[] = [
  {
    words: 'an ONNX export',
    found: (listing) => fileLike(listing, /\.onnx$/iu) ?? folderNamed(/^onnx$/u)(listing),
  },
  { words: 'an OpenVINO export', found: (listing) => fileLike(listing, /^openvino_.*\.xml$/u) },
  { words: 'a Core ML export', found: folderNamed(/\.mlpackage$/u) },
  { words: 'an ExecuTorch export', found: (listing) => fileLike(listing, /\.pte$/u) },
  { words: 'a TensorRT engine', found: (listing) => fileLike(listing, /\.engine$/u) },
  { words: 'an MLC export', found: (listing) => fileLike(listing, /^mlc-chat-config\.json$/u) },
  { words: 'a TensorFlow Lite export', found: (listing) => fileLike(listing, /\.(?:tflite|task)$/u) },
];

/** Often beside the weights of PyTorch, so asked last. */
const frameworks: readonly Export[] = [
  { words: 'weights of TensorFlow', found: (listing) => fileLike(listing, /^tf_model.*\.h5$/u) },
  { words: 'weights of Flax', found: (listing) => fileLike(listing, /^flax_model.*\.msgpack/u) },
];

function among(known: readonly Export[], remedy: string): FolderKind {
  return {
    recognise(listing) {
      for (const { words, found } of known) {
        const file = found(listing);
        if (file === undefined) continue;
        const fact = `The folder holds ${words} (${quote(file)}), which is not read`;
        return new EngineError('unsupported', fact, { remedy });
      }
      return undefined;
    },
  };
}

export const exported = among(exports, 'get the model that it was made from, as safetensors');
export const otherFrameworks = among(frameworks, 'get the model as safetensors');

export const diffusionPipeline: FolderKind = {
  recognise({ files }) {
    if (!files.includes('model_index.json')) return undefined;
    return new EngineError(
      'unsupported',
      'The folder is a pipeline of diffusers (model_index.json), which makes pictures',
      {
        remedy: 'give a model that answers questions about them',
      },
    );
  },
};
