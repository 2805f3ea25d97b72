/** Tokens that stand beside the model's vocabulary and are found in a text before anything else is done with it. */
import { whiteAtEnd, whiteAtStart, wordCharacter } from './characters.ts';
import type { Model } from './model.ts';
import type { Normalizer } from './normalizers.ts';

export interface AddedToken {
  readonly content: string;
  /** Only where no letter or digit touches it. */
  readonly singleWord: boolean;
  /** Takes the white space before it. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  /** Looked for in the normalised text, in its own normalised form. */
  readonly normalized: boolean;
  readonly special: boolean;
}

export interface Entry extends AddedToken {
  readonly id: number;
  /** What is looked for: the normalised content where `normalized`. */
  readonly form: string;
  /** What a decoder gets: the normalised content if it was `normalized` once, even where later flags say no. */
  readonly shown: string;
}

/** A stretch of text without added tokens, or one added token. */
export type Section =
  | { readonly kind: 'text'; readonly start: number; readonly text: string }
  | { readonly kind: 'token'; readonly start: number; readonly end: number; readonly id: number };

/** Whether a found token counts; one that does not is as good as not found. */
export type Accepts = (entry: Entry, start: number, end: number) => boolean;

/**
 * Ids follow the rule of the reference, whatever a file says: a token of the vocabulary keeps its id, another gets the next free one.
 * A token that is added again takes the later flags; once special it is left out of texts for good.
 */
export class AddedVocabulary {
  private readonly byContent = new Map<string, number>();
  private readonly byId = new Map<number, Entry>();
  private readonly specials = new Set<string>();
  private readonly model: Model;
  private readonly normalize: Normalizer | undefined;
  private matchers: { readonly raw: Matcher; readonly normalized: Matcher } | undefined;

  constructor(model: Model, normalize: Normalizer | undefined) {
    this.model = model;
    this.normalize = normalize;
  }

  add(tokens: readonly AddedToken[]): void {
    let next = this.nextId();
    for (const token of tokens) {
      if (token.content === '') continue;
      let id = this.id(token.content);
      if (id === undefined) {
        id = next;
        next += 1;
      }
      const normal = token.normalized ? this.normalize?.(token.content).text : undefined;
      const form = normal ?? token.content;
      const shown = form === token.content ? (this.byId.get(id)?.shown ?? form) : form;
      this.byContent.set(token.content, id);
      this.byId.set(id, { ...token, id, form, shown });
      if (token.special) this.specials.add(token.content);
    }
    this.matchers = undefined;
  }

  /** Adds one under an id of the caller's choice. */
  place(token: AddedToken, id: number): void {
    this.byContent.set(token.content, id);
    this.byId.set(id, { ...token, id, form: token.content, shown: token.content });
    this.specials.add(token.content);
    this.matchers = undefined;
  }

  id(content: string): number | undefined {
    return this.byContent.get(content) ?? this.model.id(content);
  }

  entry(id: number): Entry | undefined {
    return this.byId.get(id);
  }

  entries(): Iterable<Entry> {
    return this.byId.values();
  }

  has(content: string): boolean {
    return this.byContent.has(content);
  }

  /** By text, as a decoder sees it: a token whose normalised form differs is shown although it is special. */
  isHidden(text: string): boolean {
    return this.specials.has(text);
  }

  /** @param normalized which of the two rounds: over the raw text, or over a normalised stretch of it */
  sections(text: string, normalized: boolean, accepts: Accepts = () => true): Section[] {
    this.matchers ??= {
      raw: new Matcher([...this.byId.values()].filter((entry) => !entry.normalized)),
      normalized: new Matcher([...this.byId.values()].filter((entry) => entry.normalized)),
    };
    return sectionsOf(text, this.matchers[normalized ? 'normalized' : 'raw'], accepts);
  }

  private nextId(): number {
    let highest = -1;
    for (const id of this.byId.keys()) highest = Math.max(highest, id);
    return Math.max(highest + 1, this.model.tokens);
  }
}

const word = new RegExp(`^[${wordCharacter}]`, 'u');
const wordAtEnd = new RegExp(`[${wordCharacter}]$`, 'u');

function sectionsOf(text: string, matcher: Matcher, accepts: Accepts): Section[] {
  const sections: Section[] = [];
  let from = 0;
  const textUpTo = (end: number): void => {
    if (from < end) sections.push({ kind: 'text', start: from, text: text.slice(from, end) });
  };
  for (let at = 0; at < text.length;) {
    const entry = matcher.longest(text, at);
    if (entry === undefined) {
      at += 1;
      continue;
    }
    let [start, end] = [at, at + entry.form.length];
    if (!accepts(entry, start, end)) {
      at += 1;
      continue;
    }
    at = end;
    if (entry.singleWord && touchesWord(text, start, end)) continue;
    if (entry.lstrip) start = Math.max(start - whiteAtEnd(text.slice(0, start)), from);
    if (entry.rstrip) end += whiteAtStart(text.slice(end));
    textUpTo(start);
    sections.push({ kind: 'token', start, end, id: entry.id });
    from = end;
  }
  textUpTo(text.length);
  return sections;
}

function touchesWord(text: string, start: number, end: number): boolean {
  return wordAtEnd.test(text.slice(Math.max(0, start - 2), start)) || word.test(text.slice(end, end + 2));
}

interface MatchNode {
  entry: Entry | undefined;
  readonly children: Map<number, MatchNode>;
}

/** Finds the longest form that stands at a place. */
class Matcher {
  private readonly root: MatchNode = { entry: undefined, children: new Map() };

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      let node = this.root;
      for (let at = 0; at < entry.form.length; at += 1) {
        const unit = entry.form.charCodeAt(at);
        let child = node.children.get(unit);
        if (child === undefined) {
          child = { entry: undefined, children: new Map() };
          node.children.set(unit, child);
        }
        node = child;
      }
      if (entry.form !== '') node.entry = entry;
    }
  }

  longest(text: string, start: number): Entry | undefined {
    let found: Entry | undefined;
    let node: MatchNode | undefined = this.root;
    for (let at = start; at < text.length; at += 1) {
      node = node.children.get(text.charCodeAt(at));
      if (node === undefined) return found;
      found = node.entry ?? found;
    }
    return found;
  }
}
