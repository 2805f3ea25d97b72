/**
 * Tokenizer classes of transformers 5 that take only vocabulary, merges and post-processor from tokenizer.json and build the rest
 * themselves, so that the file's own normalizer and pre_tokenizer do not count. Read in transformers 5.24.0.
 */
import type { TokenizerConfig } from './config-tokens.ts';

/** A class that rebuilds: parts of tokenizer.json that it puts in the place of the file's, and the named tokens that it takes for granted. */
export interface RebuildingClass {
  readonly name: string;
  parts(config: TokenizerConfig['fields']): RebuiltParts;
  readonly named: Readonly<Record<string, string>>;
  /** Whether it makes every named token special again, with plain flags. */
  readonly renewsNamed?: boolean;
}

export interface RebuiltParts {
  readonly normalizer: object | null;
  readonly pre_tokenizer: object;
  readonly decoder: object;
  /** Fields of the model beside vocabulary and merges. */
  readonly model: object;
}

const bytePairs = {
  type: 'BPE',
  continuing_subword_prefix: null,
  end_of_word_suffix: null,
  ignore_merges: false,
};
const byteLevel = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true };
const spaceMarks = { type: 'Replace', pattern: { String: '▁' }, content: ' ' };

const llama: RebuildingClass = {
  name: 'LlamaTokenizer',
  named: { bos_token: '<s>', eos_token: '</s>', unk_token: '<unk>' },
  parts(config) {
    const prefix = config.add_prefix_space ?? true;
    // Only an explicit `legacy: true` marks every stretch between special tokens.
    const scheme = !prefix ? 'never' : config.legacy === true ? 'always' : 'first';
    return {
      normalizer: null,
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: scheme, split: false },
      decoder: {
        type: 'Sequence',
        decoders: [
          spaceMarks,
          { type: 'ByteFallback' },
          { type: 'Fuse' },
          ...(prefix ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
        ],
      },
      // Without an unknown token: what no byte token spells is left out.
      model: { ...bytePairs, fuse_unk: true, byte_fallback: true, unk_token: null },
    };
  },
};

const qwen2: RebuildingClass = {
  name: 'Qwen2Tokenizer',
  named: { eos_token: '<|endoftext|>', unk_token: '<|endoftext|>', pad_token: '<|endoftext|>' },
  renewsNamed: true,
  parts: (config) => ({
    normalizer: { type: 'NFC' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: qwenWords }, behavior: 'Isolated', invert: false },
        { ...byteLevel, add_prefix_space: config.add_prefix_space ?? false, use_regex: false },
      ],
    },
    decoder: byteLevel,
    model: { ...bytePairs, fuse_unk: false, byte_fallback: false, unk_token: null },
  }),
};

const qwenWords = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

const gemma: RebuildingClass = {
  name: 'GemmaTokenizer',
  named: {
    bos_token: '<bos>',
    eos_token: '<eos>',
    unk_token: '<unk>',
    pad_token: '<pad>',
    mask_token: '<mask>',
  },
  parts: (config) => ({
    normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    pre_tokenizer: { type: 'Split', pattern: { String: ' ' }, behavior: 'MergedWithPrevious', invert: false },
    decoder: { type: 'Sequence', decoders: [spaceMarks, { type: 'ByteFallback' }, { type: 'Fuse' }] },
    model: {
      ...bytePairs,
      fuse_unk: true,
      byte_fallback: true,
      unk_token: textOf(config.unk_token) ?? '<unk>',
    },
  }),
};

const gpt2: RebuildingClass = {
  name: 'GPT2Tokenizer',
  named: { bos_token: '<|endoftext|>', eos_token: '<|endoftext|>', unk_token: '<|endoftext|>' },
  parts: (config) => ({
    normalizer: null,
    pre_tokenizer: { ...byteLevel, add_prefix_space: config.add_prefix_space ?? false },
    decoder: byteLevel,
    model: { ...bytePairs, fuse_unk: false, byte_fallback: false, unk_token: null },
  }),
};

function textOf(token: TokenizerConfig['fields']['unk_token']): string | undefined {
  return typeof token === 'string' ? token : token?.content;
}

const rebuilding: readonly RebuildingClass[] = [llama, qwen2, gemma, gpt2];

/** Classes that rebuild too, but not here: the file is used as it is, and a note says so. */
const others = new Set(
  (
    'Albert BigBird Blenderbot Bert CLIP Camembert CodeLlama Cohere CodeGen Deberta DebertaV2 DistilBert Funnel GPTNeoX Herbert MBart ' +
    'MBart50 MPNet Nllb Nougat OpenAIGPT Pegasus Qwen3_5 Reformer RemBert Roberta SeamlessM4T Splinter T5 Udop Whisper XGLM XLMRoberta XLNet'
  )
    .split(' ')
    .map((name) => `${name}Tokenizer`),
);

/** Model types whose files transformers always reads as they are, whatever class they name; LLaVA's own layout is none of its types. */
const asWritten = new Set(['llava', 'llava_next', 'smolvlm']);
const ownTypes = new Set(
  'gemma3 idefics3 internvl llava_next_video llava_onevision paligemma qwen2_5_vl qwen2_vl qwen3_vl'.split(
    ' ',
  ),
);

export type ReadBy =
  | { readonly kind: 'file' }
  | { readonly kind: 'class'; readonly rebuilds: RebuildingClass }
  | { readonly kind: 'other-class'; readonly name: string };

/** Who reads tokenizer.json in transformers 5.24. */
export function readBy(
  modelType: string | undefined,
  tokenizerClass: string | undefined,
  json: object,
): ReadBy {
  if (modelType === undefined || asWritten.has(modelType) || !ownTypes.has(modelType))
    return { kind: 'file' };
  const name = tokenizerClass?.replace(/Fast$/u, '');
  // A file that names Llama's class but works on bytes is Llama 3's.
  if (name === 'LlamaTokenizer' && mentionsByteLevel(json)) return { kind: 'file' };
  const found = rebuilding.find((one) => one.name === name);
  if (found !== undefined) return { kind: 'class', rebuilds: found };
  return name !== undefined && others.has(name) ? { kind: 'other-class', name } : { kind: 'file' };
}

/** Anywhere in the file, as transformers looks, but in the vocabulary, where no token has that name. */
function mentionsByteLevel(json: object): boolean {
  return JSON.stringify({ ...json, model: null }).includes('"ByteLevel"');
}
