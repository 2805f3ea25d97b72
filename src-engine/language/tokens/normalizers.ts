/** The normalizers of tokenizer.json: text into the text that is cut and looked up. Equal to tokenizers 0.23.3. */
import { z } from 'zod';
import { refusal } from '../../files/refusal.ts';
import { toByteCharacters } from './byte-alphabet.ts';
import { isWhiteSpace, whiteAtEnd, whiteAtStart } from './characters.ts';
import { tokenizerFile, type Part } from './part.ts';
import { patternSchema, regexOf } from './pattern.ts';
import { precompiledNormalizer } from './precompiled.ts';

export interface Normalized {
  readonly text: string;
  /** Whether its beginning is the beginning of what was given: nothing was taken away there. */
  readonly whole: boolean;
}

export type Normalizer = (text: string) => Normalized;

/** Throws `bad-checkpoint`. */
export function normalizerOf(part: Part): Normalizer {
  switch (part.type) {
    case 'Sequence':
      return sequence(part.list('normalizers').map(normalizerOf));
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD': {
      const form = part.type;
      return everywhere((text) => text.normalize(form));
    }
    case 'Lowercase':
      return everywhere(lowercase);
    case 'Prepend': {
      const { prepend } = part.read(z.looseObject({ prepend: z.string() }));
      return everywhere((text) => (text === '' ? '' : prepend + text));
    }
    case 'Strip':
      return strip(part.read(z.looseObject({ strip_left: z.boolean(), strip_right: z.boolean() })));
    case 'StripAccents':
      return without((character) => /^\p{M}$/u.test(character));
    case 'Replace':
      return replace(part.read(z.looseObject({ pattern: patternSchema, content: z.string() })));
    case 'Nmt':
      return sequence([without(isNmtControl), everywhere(nmtSpaces)]);
    case 'BertNormalizer':
      return bert(part.read(bertSchema));
    case 'ByteLevel':
      return everywhere(toByteCharacters);
    case 'Precompiled':
      return precompiled(part.read(z.looseObject({ precompiled_charsmap: z.string() })).precompiled_charsmap);
    default:
      throw part.unknown('normalizer');
  }
}

function everywhere(change: (text: string) => string): Normalizer {
  return (text) => ({ text: change(text), whole: true });
}

function sequence(steps: readonly Normalizer[]): Normalizer {
  return (given) => {
    let [text, whole] = [given, true];
    for (const step of steps) {
      const next = step(text);
      text = next.text;
      whole = whole && next.whole;
    }
    return { text, whole };
  };
}

/** By character: a sigma that ends a word gets no form of its own. */
function lowercase(text: string): string {
  let out = '';
  for (const character of text) out += character.toLowerCase();
  return out;
}

function without(drops: (character: string) => boolean): Normalizer {
  return (text) => {
    let out = '';
    let first = true;
    let whole = true;
    for (const character of text) {
      const dropped = drops(character);
      if (first && dropped) whole = false;
      first = false;
      if (!dropped) out += character;
    }
    return { text: out, whole };
  };
}

function strip({
  strip_left: left,
  strip_right: right,
}: {
  strip_left: boolean;
  strip_right: boolean;
}): Normalizer {
  return (text) => {
    const from = left ? whiteAtStart(text) : 0;
    const rest = text.slice(from);
    return { text: right ? rest.slice(0, rest.length - whiteAtEnd(rest)) : rest, whole: from === 0 };
  };
}

function replace({
  pattern,
  content,
}: {
  pattern: z.infer<typeof patternSchema>;
  content: string;
}): Normalizer {
  const expression = regexOf(pattern);
  return (text) => {
    let whole = true;
    const changed = text.replace(expression, (found: string, ...rest: unknown[]) => {
      const at = rest.find((value) => typeof value === 'number');
      if (content === '' && at === 0 && found !== '') whole = false;
      return content;
    });
    return { text: changed, whole };
  };
}

function isNmtControl(character: string): boolean {
  return /^[\u0001-\u0008\u000B\u000E-\u001F\u007F\u008F\u009F]$/u.test(character);
}

function nmtSpaces(text: string): string {
  return text.replace(/[\u0009\u000A\u000C\u000D\u1680\u200B-\u200F\u2028\u2029\u2581\uFEFF\uFFFD]/gu, ' ');
}

const bertSchema = z.looseObject({
  clean_text: z.boolean(),
  handle_chinese_chars: z.boolean(),
  strip_accents: z.boolean().nullish(),
  lowercase: z.boolean(),
});

function bert(options: z.infer<typeof bertSchema>): Normalizer {
  const steps: Normalizer[] = [];
  if (options.clean_text) {
    steps.push(without(isBertControl));
    steps.push(everywhere((text) => Array.from(text, (sign) => (isWhiteSpace(sign) ? ' ' : sign)).join('')));
  }
  if (options.handle_chinese_chars) steps.push(everywhere((text) => text.replace(ideograph, ' $& ')));
  if (options.strip_accents ?? options.lowercase) {
    steps.push(everywhere((text) => text.normalize('NFD')));
    steps.push(without((character) => /^\p{Mn}$/u.test(character)));
  }
  if (options.lowercase) steps.push(everywhere(lowercase));
  return sequence(steps);
}

/** Also U+0000 and U+FFFD. Tabulators and line ends are white space here, U+0085 and the like are not. */
function isBertControl(character: string): boolean {
  return /^(?:[\0\uFFFD]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}])$/u.test(character);
}

/** The blocks that the published BERT code calls Chinese. The gap before U+2B920 is theirs. */
const ideograph =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;

function precompiled(charsmap: string): Normalizer {
  try {
    return everywhere(precompiledNormalizer(charsmap));
  } catch (cause) {
    throw refusal(tokenizerFile, 'has a table of replacements that cannot be read', { cause });
  }
}
