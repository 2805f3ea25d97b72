/** The post_processor of tokenizer.json: the tokens that it puts before and after a text. */
import { z } from 'zod';
import { partRefusal } from '../../files/refusal.ts';
import { quote } from '../../files/words.ts';
import { tokenizerFile, type Part } from './part.ts';

export interface Frame {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export const noFrame: Frame = { before: [], after: [] };

const tokenAndId = z.tuple([z.string(), z.number().int().min(0)]);
const pairSchema = z.looseObject({ sep: tokenAndId, cls: tokenAndId });

/** Throws `bad-checkpoint`. */
export function frameOf(part: Part): Frame {
  switch (part.type) {
    case 'Sequence':
      return part
        .list('processors')
        .map(frameOf)
        .reduce(
          (inner, outer) => ({
            before: [...outer.before, ...inner.before],
            after: [...inner.after, ...outer.after],
          }),
          noFrame,
        );
    case 'ByteLevel':
      return noFrame;
    case 'BertProcessing':
    case 'RobertaProcessing': {
      const { cls, sep } = part.read(pairSchema);
      return { before: [cls[1]], after: [sep[1]] };
    }
    case 'TemplateProcessing':
      return template(part);
    default:
      throw part.unknown('post-processor');
  }
}

const templateSchema = z.looseObject({
  single: z.array(
    z.union([
      z.looseObject({ SpecialToken: z.looseObject({ id: z.string() }) }),
      z.looseObject({ Sequence: z.looseObject({ id: z.enum(['A', 'B']) }) }),
    ]),
  ),
  special_tokens: z.record(z.string(), z.looseObject({ ids: z.array(z.number().int().min(0)) })),
});

/** Its ids are those that it says itself, whatever id the token has in the vocabulary. */
function template(part: Part): Frame {
  const { single, special_tokens: tokens } = part.read(templateSchema);
  const place = single.findIndex((piece) => 'Sequence' in piece);
  if (place < 0) throw partRefusal(tokenizerFile, 'post_processor', 'has no place for the text');
  const idsOf = (pieces: typeof single): number[] =>
    pieces.flatMap((piece) => {
      const name = 'SpecialToken' in piece ? specialName(piece.SpecialToken) : undefined;
      if (name === undefined) return [];
      const token = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
      if (token !== undefined) return token.ids;
      throw partRefusal(tokenizerFile, 'post_processor', `names ${quote(name)} and gives it no id`);
    });
  return { before: idsOf(single.slice(0, place)), after: idsOf(single.slice(place + 1)) };
}

function specialName(value: unknown): string | undefined {
  return z.looseObject({ id: z.string() }).safeParse(value).data?.id;
}
