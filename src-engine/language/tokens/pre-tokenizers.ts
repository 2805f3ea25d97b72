/** The pre_tokenizers of tokenizer.json: normalised text into the pieces that the model sees one by one. Equal to tokenizers 0.23.3. */
import { z } from 'zod';
import { toByteCharacters } from './byte-alphabet.ts';
import { isNumeric, isPunctuation, isWhiteSpace, whiteSpace, wordCharacter } from './characters.ts';
import type { Part } from './part.ts';
import {
  behaviours,
  characterPattern,
  cut,
  expressionPattern,
  inverted,
  patternOf,
  patternSchema,
  type Behaviour,
  type Pattern,
} from './pattern.ts';

export interface Piece {
  readonly text: string;
  /** Whether it begins where the whole prompt begins. */
  readonly first: boolean;
}

export type PreTokenizer = (pieces: readonly Piece[]) => Piece[];

/** Throws `bad-checkpoint`. */
export function preTokenizerOf(part: Part): PreTokenizer {
  switch (part.type) {
    case 'Sequence': {
      const steps = part.list('pretokenizers').map(preTokenizerOf);
      return (pieces) => steps.reduce<Piece[]>((current, step) => step(current), [...pieces]);
    }
    case 'Metaspace':
      return metaspace(part.read(metaspaceSchema));
    case 'ByteLevel':
      return byteLevel(part.read(byteLevelSchema));
    case 'Split': {
      const { pattern, behavior, invert } = part.read(splitSchema);
      const matches = patternOf(pattern);
      return splitter(invert ? inverted(matches) : matches, behavior);
    }
    case 'Digits': {
      const { individual_digits: single } = part.read(z.looseObject({ individual_digits: z.boolean() }));
      return splitter(characterPattern(isNumeric), single ? 'Isolated' : 'Contiguous');
    }
    case 'Punctuation': {
      const { behavior } = part.read(z.looseObject({ behavior: z.enum(behaviours).default('Isolated') }));
      return splitter(characterPattern(isPunctuation), behavior);
    }
    case 'Whitespace':
      return splitter(inverted(words), 'Removed');
    case 'WhitespaceSplit':
      return splitter(characterPattern(isWhiteSpace), 'Removed');
    case 'BertPreTokenizer': {
      const spaces = splitter(characterPattern(isWhiteSpace), 'Removed');
      const signs = splitter(characterPattern(isPunctuation), 'Isolated');
      return (pieces) => signs(spaces(pieces));
    }
    case 'CharDelimiterSplit': {
      const { delimiter } = part.read(z.looseObject({ delimiter: oneCharacter }));
      return splitter(
        characterPattern((character) => character === delimiter),
        'Removed',
      );
    }
    case 'FixedLength': {
      const { length } = part.read(z.looseObject({ length: z.number().int().min(1).default(5) }));
      return splitter(expressionPattern(new RegExp(`[^]{1,${Math.min(length, 65_535)}}`, 'gu')), 'Isolated');
    }
    case 'UnicodeScripts':
      return splitter(scriptRuns, 'Isolated');
    default:
      throw part.unknown('pre-tokenizer');
  }
}

const oneCharacter = z.string().refine((text) => Array.from(text).length === 1, 'must be one character');
const words = expressionPattern(new RegExp(`[${wordCharacter}]+|[^${wordCharacter}${whiteSpace}]+`, 'gu'));
const splitSchema = z.looseObject({
  pattern: patternSchema,
  behavior: z.enum(behaviours),
  invert: z.boolean(),
});

/** Empty pieces go, as everywhere. */
function splitter(pattern: Pattern, behaviour: Behaviour): PreTokenizer {
  return (pieces) => pieces.flatMap((piece) => cutPiece(piece, pattern, behaviour));
}

function cutPiece({ text, first }: Piece, pattern: Pattern, behaviour: Behaviour): Piece[] {
  return cut(pattern(text), behaviour)
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => ({ text: text.slice(start, end), first: first && start === 0 }));
}

const byteLevelSchema = z.looseObject({
  add_prefix_space: z.boolean(),
  trim_offsets: z.boolean(),
  use_regex: z.boolean().default(true),
});

/** GPT-2's words: contractions, and letters, numbers and signs with one space before them. */
const gptWords = expressionPattern(
  new RegExp(
    String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^${whiteSpace}\p{L}\p{N}]+|${whiteSpace}+(?!\P{White_Space})|${whiteSpace}+`,
    'gu',
  ),
);

function byteLevel(options: z.infer<typeof byteLevelSchema>): PreTokenizer {
  return (pieces) =>
    pieces
      .map(({ text, first }) => ({
        text: options.add_prefix_space && !text.startsWith(' ') ? ` ${text}` : text,
        first,
      }))
      .flatMap((piece) => (options.use_regex ? cutPiece(piece, gptWords, 'Isolated') : [piece]))
      .map(({ text, first }) => ({ text: toByteCharacters(text), first }));
}

const metaspaceSchema = z
  .looseObject({
    replacement: oneCharacter,
    add_prefix_space: z.boolean().nullish(),
    prepend_scheme: z.enum(['first', 'never', 'always']).default('always'),
    split: z.boolean().nullish(),
  })
  .refine((value) => value.add_prefix_space !== false || value.prepend_scheme === 'never', {
    path: ['add_prefix_space'],
    error: 'must fit prepend_scheme',
  });

function metaspace({
  replacement,
  prepend_scheme: scheme,
  split,
}: z.infer<typeof metaspaceSchema>): PreTokenizer {
  const marks = characterPattern((character) => character === replacement);
  return (pieces) =>
    pieces.flatMap(({ text, first }) => {
      const marked = text.replaceAll(' ', () => replacement);
      const prepends = scheme === 'always' || (scheme === 'first' && first);
      const whole = {
        text: prepends && !marked.startsWith(replacement) ? replacement + marked : marked,
        first,
      };
      return split === false ? [whole] : cutPiece(whole, marks, 'MergedWithNext');
    });
}

const scripts = [
  'Adlam,Ahom,Anatolian_Hieroglyphs,Arabic,Armenian,Avestan,Balinese,Bamum,Bassa_Vah,Batak,Bengali,Bhaiksuki,Bopomofo,Brahmi,Braille',
  'Buginese,Buhid,Canadian_Aboriginal,Carian,Caucasian_Albanian,Chakma,Cham,Cherokee,Common,Coptic,Cuneiform,Cypriot,Cyrillic,Deseret',
  'Devanagari,Duployan,Egyptian_Hieroglyphs,Elbasan,Ethiopic,Georgian,Glagolitic,Gothic,Grantha,Greek,Gujarati,Gurmukhi,Han,Hangul',
  'Hanunoo,Hatran,Hebrew,Hiragana,Imperial_Aramaic,Inherited,Inscriptional_Pahlavi,Inscriptional_Parthian,Javanese,Kaithi,Kannada',
  'Katakana,Kayah_Li,Kharoshthi,Khmer,Khojki,Khudawadi,Lao,Latin,Lepcha,Limbu,Linear_A,Linear_B,Lisu,Lycian,Lydian,Mahajani,Malayalam',
  'Mandaic,Manichaean,Marchen,Meetei_Mayek,Mende_Kikakui,Meroitic_Cursive,Meroitic_Hieroglyphs,Miao,Modi,Mongolian,Mro,Multani,Myanmar',
  'Nabataean,New_Tai_Lue,Newa,Nko,Ogham,Ol_Chiki,Old_Hungarian,Old_Italic,Old_North_Arabian,Old_Permic,Old_Persian,Old_South_Arabian',
  'Old_Turkic,Oriya,Osage,Osmanya,Pahawh_Hmong,Palmyrene,Pau_Cin_Hau,Phags_Pa,Phoenician,Psalter_Pahlavi,Rejang,Runic,Samaritan',
  'Saurashtra,Sharada,Shavian,Siddham,SignWriting,Sinhala,Sora_Sompeng,Sundanese,Syloti_Nagri,Syriac,Tagalog,Tagbanwa,Tai_Le,Tai_Tham',
  'Tai_Viet,Takri,Tamil,Tangut,Telugu,Thaana,Thai,Tibetan,Tifinagh,Tirhuta,Ugaritic,Vai,Warang_Citi,Yi',
]
  .join(',')
  .split(',')
  .map((name) => [name, new RegExp(`^\\p{Script=${name}}$`, 'u')] as const);

/** Characters that belong to no script join any; a space does too. The kana count as Han, as SentencePiece has it. */
function scriptOf(character: string): string {
  if (character === ' ') return 'any';
  if (character === '\u30FC') return 'Han';
  const name = scripts.find(([, members]) => members.test(character))?.[0] ?? 'any';
  return name === 'Hiragana' || name === 'Katakana' ? 'Han' : name;
}

function scriptRuns(text: string): ReturnType<Pattern> {
  const starts: number[] = [];
  let last: string | undefined;
  let at = 0;
  for (const character of text) {
    const script = scriptOf(character);
    if (script !== 'any') {
      if (last !== script) starts.push(at);
      last = script;
    }
    at += character.length;
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? text.length, match: false }));
}
