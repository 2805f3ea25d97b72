/** The user guide as blocks with names: docs/user-guide.md, read so that a popover can lead to one of its paragraphs. Pure. */
import { lexer, type Token } from 'marked';

export interface GuideBlock {
  readonly token: Token;
  /** What a link leads to: of a heading `a-whole-folder`, of a paragraph that begins in bold `a-whole-folder/counting`. */
  readonly id: string | null;
}

export interface GuideHeading {
  readonly id: string;
  readonly title: string;
}

/** As the hosts of Markdown name headings: lower case, letters and digits, hyphens for spaces. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s+/g, '-');
}

export function readGuide(markdown: string): readonly GuideBlock[] {
  let section = '';
  return lexer(markdown)
    .filter(({ type }) => type !== 'space')
    .map((token): GuideBlock => {
      if (token.type === 'heading') {
        section = slugOf(textOf(token));
        return { token, id: section };
      }
      const [first] = token.type === 'paragraph' ? (childrenOf(token) ?? []) : [];
      const lead = first?.type === 'strong' ? slugOf(textOf(first)) : '';
      return { token, id: lead === '' ? null : `${section}/${lead}` };
    });
}

/** The headings below the title. */
export function headingsOf(blocks: readonly GuideBlock[]): readonly GuideHeading[] {
  return blocks.flatMap(({ token, id }) =>
    token.type === 'heading' && 'depth' in token && token['depth'] === 2 && id !== null
      ? [{ id, title: textOf(token) }]
      : [],
  );
}

/** What stands inside a token of marked, which types it loosely. */
export function childrenOf(token: Token): readonly Token[] | undefined {
  return 'tokens' in token ? token.tokens : undefined;
}

/** Without marks of any kind. */
export function textOf(token: Token): string {
  const children = childrenOf(token);
  if (children !== undefined && children.length > 0) return children.map(textOf).join('');
  return 'text' in token ? String(token.text) : token.raw;
}
