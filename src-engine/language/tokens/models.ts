/** The model of tokenizer.json by its type, or by what it has where an old file says no type. */
import { z } from 'zod';
import { checked } from '../../files/document.ts';
import { isObject } from '../../files/document.ts';
import { partRefusal, refusal } from '../../files/refusal.ts';
import { show } from '../../files/words.ts';
import { bpeModel, bpeSchema } from './bpe.ts';
import type { Model } from './model.ts';
import { tokenizerFile } from './part.ts';
import { unigramModel, unigramSchema } from './unigram.ts';
import { wordLevelModel, wordLevelSchema, wordPieceModel, wordPieceSchema } from './words-models.ts';

/** Throws `bad-checkpoint`. */
export function modelOf(value: unknown): Model {
  const fields = checked(z.looseObject({ type: z.unknown() }), value, tokenizerFile, ['model']);
  if (!isObject(fields['vocab']) && !Array.isArray(fields['vocab']))
    throw refusal(tokenizerFile, 'has no vocabulary');
  const read = <T>(schema: z.ZodType<T>): T => checked(schema, value, tokenizerFile, ['model']);
  switch (fields.type ?? typeByFields(fields)) {
    case 'BPE':
      return bpeModel(read(bpeSchema));
    case 'Unigram':
      return unigramModel(read(unigramSchema));
    case 'WordPiece':
      return wordPieceModel(read(wordPieceSchema));
    case 'WordLevel':
      return wordLevelModel(read(wordLevelSchema));
    default:
      throw partRefusal(
        tokenizerFile,
        'model',
        `is ${show(fields.type)}, which is no kind of model that is known`,
      );
  }
}

/** In the order in which the reference tries them. */
function typeByFields(fields: Readonly<Record<string, unknown>>): Model['type'] {
  if (Array.isArray(fields['vocab'])) return 'Unigram';
  if (fields['merges'] !== undefined) return 'BPE';
  return fields['continuing_subword_prefix'] !== undefined ? 'WordPiece' : 'WordLevel';
}
