/** Gives a tokenizer a token for an image's place, as the original LLaVA code has it outside of the vocabulary. Does not tokenize. */
import { isObject } from '../files/document.ts';
import type { TokenizerFiles } from './text-files.ts';

const placeholder = '<image>';

/** The first id that neither the vocabulary nor an added token uses. */
function freeId({ json, added }: TokenizerFiles): number {
  const model = json['model'];
  const vocabulary = isObject(model) ? model['vocab'] : undefined;
  let next = Array.isArray(vocabulary) ? vocabulary.length : 0;
  const ids: Iterable<unknown> = isObject(vocabulary) ? Object.values(vocabulary) : [];
  for (const id of ids) if (typeof id === 'number' && id >= next) next = id + 1;
  for (const id of added.keys()) if (id >= next) next = id + 1;
  return next;
}

/**
 * The original code tokenizes the text before and after `<image>` separately, so that each piece begins like a prompt. A tokenizer
 * that marks only the first piece of a text must mark each.
 */
function markEveryPiece(preTokenizer: unknown): unknown {
  if (!isObject(preTokenizer)) return preTokenizer;
  const { type, prepend_scheme: scheme, pretokenizers } = preTokenizer;
  if (type === 'Metaspace' && scheme === 'first') return { ...preTokenizer, prepend_scheme: 'always' };
  if (type === 'Sequence' && Array.isArray(pretokenizers)) {
    // One level: tokenizers in use do not nest, and a hostile file could nest without end.
    const marked = pretokenizers.map((part: unknown) =>
      isObject(part) && part['type'] === 'Metaspace' ? markEveryPiece(part) : part,
    );
    return { ...preTokenizer, pretokenizers: marked };
  }
  return preTokenizer;
}

/** The id that stands for an image, and the tokenizer that knows it. */
export function withImagePlaceholder(files: TokenizerFiles): {
  readonly imageTokenId: number;
  readonly tokenizer: TokenizerFiles;
} {
  for (const [id, content] of files.added) {
    if (content === placeholder) return { imageTokenId: id, tokenizer: files };
  }
  const id = freeId(files);
  const json = { ...files.json, pre_tokenizer: markEveryPiece(files.json['pre_tokenizer']) };
  return {
    imageTokenId: id,
    tokenizer: {
      ...files,
      json,
      placeholder: { id, content: placeholder },
      added: new Map(files.added).set(id, placeholder),
    },
  };
}
