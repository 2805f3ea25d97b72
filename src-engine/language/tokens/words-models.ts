/** The two models that look words up: WordPiece, which takes the longest known beginning again and again, and WordLevel, whole words only. */
import { z } from 'zod';
import { MissingToken, vocabularyOf, type Model, type Vocabulary } from './model.ts';

export const wordPieceSchema = z.looseObject({
  vocab: z.record(z.string(), z.unknown()),
  unk_token: z.string(),
  continuing_subword_prefix: z.string(),
  max_input_chars_per_word: z.number().int().min(0),
});

export function wordPieceModel(fields: z.infer<typeof wordPieceSchema>): Model {
  const vocabulary = vocabularyOf(fields.vocab);
  const { ids } = vocabulary;
  const spell = (word: string): readonly number[] => {
    const signs = Array.from(word);
    if (signs.length > fields.max_input_chars_per_word) return [unknownId(vocabulary, fields.unk_token)];
    const spelt: number[] = [];
    for (let start = 0; start < signs.length;) {
      let end = signs.length;
      let found: number | undefined;
      for (; end > start && found === undefined; end -= 1) {
        found = ids.get(
          (start > 0 ? fields.continuing_subword_prefix : '') + signs.slice(start, end).join(''),
        );
      }
      if (found === undefined) return [unknownId(vocabulary, fields.unk_token)];
      spelt.push(found);
      start = end + 1;
    }
    return spelt;
  };
  return { ...lookup(vocabulary), type: 'WordPiece', spell };
}

export const wordLevelSchema = z.looseObject({
  vocab: z.record(z.string(), z.unknown()),
  unk_token: z.string(),
});

export function wordLevelModel(fields: z.infer<typeof wordLevelSchema>): Model {
  const vocabulary = vocabularyOf(fields.vocab);
  return {
    ...lookup(vocabulary),
    type: 'WordLevel',
    spell: (word) => [vocabulary.ids.get(word) ?? unknownId(vocabulary, fields.unk_token)],
  };
}

function lookup({ ids, texts, size }: Vocabulary): Pick<Model, 'tokens' | 'size' | 'id' | 'token'> {
  return { tokens: ids.size, size, id: (token) => ids.get(token), token: (id) => texts.get(id) };
}

function unknownId({ ids }: Vocabulary, unknown: string): number {
  const id = ids.get(unknown);
  if (id === undefined) throw new MissingToken('The unknown token is not in the vocabulary.');
  return id;
}
