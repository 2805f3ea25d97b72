/** Blocks of the guide as elements. Nothing of it becomes HTML by itself: what is no known kind of token is its plain text. */
import type { Token, Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';
import { childrenOf, textOf } from '../../words/guide.ts';

/** What a place of the guide is called in the page, where other things have names, too. */
export function anchorOf(id: string): string {
  return `guide-${id}`;
}

interface Props {
  readonly token: Token;
  /** A link to a place in this guide was followed. */
  readonly onLink: (id: string) => void;
}

export function Block({ token, onLink }: Props): ReactNode {
  switch (token.type) {
    case 'heading':
      return heading(token as Tokens.Heading, onLink);
    case 'paragraph':
      return isPicture(token) ? null : (
        <p>
          <Inline tokens={childrenOf(token)} onLink={onLink} />
        </p>
      );
    case 'list':
      return (
        <ul>
          {(token as Tokens.List).items.map((item, index) => (
            <li key={index}>
              <Inline tokens={item.tokens} onLink={onLink} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return <Table table={token as Tokens.Table} onLink={onLink} />;
    case 'code':
      return <pre>{textOf(token)}</pre>;
    default:
      return <p>{textOf(token)}</p>;
  }
}

/** The dialog's own title stands above them, so each is a level lower than in the file. */
function heading({ depth, tokens }: Tokens.Heading, onLink: Props['onLink']): ReactNode {
  const words = <Inline tokens={tokens} onLink={onLink} />;
  return depth <= 2 ? <h3>{words}</h3> : <h4>{words}</h4>;
}

function isPicture(token: Token): boolean {
  return childrenOf(token)?.every(({ type }) => type === 'image') === true;
}

function Table({ table, onLink }: { readonly table: Tokens.Table; readonly onLink: Props['onLink'] }) {
  return (
    <table>
      <thead>
        <tr>
          {table.header.map((cell, index) => (
            <th key={index} scope="col">
              <Inline tokens={cell.tokens} onLink={onLink} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>
                <Inline tokens={cell.tokens} onLink={onLink} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface InlineProps {
  readonly tokens: readonly Token[] | undefined;
  readonly onLink: Props['onLink'];
}

function Inline({ tokens = [], onLink }: InlineProps): ReactNode {
  return tokens.map((token, index) => (
    <Fragment key={index}>
      <Piece token={token} onLink={onLink} />
    </Fragment>
  ));
}

function Piece({ token, onLink }: Props): ReactNode {
  const inside = <Inline tokens={childrenOf(token)} onLink={onLink} />;
  switch (token.type) {
    case 'strong':
      return <strong>{inside}</strong>;
    case 'em':
      return <em>{inside}</em>;
    case 'codespan':
      return <code>{unescaped(textOf(token))}</code>;
    case 'link':
      return <Link href={(token as Tokens.Link).href} inside={inside} onLink={onLink} />;
    case 'image':
      return null;
    case 'br':
      return <br />;
    case 'text':
    case 'paragraph':
      return childrenOf(token) === undefined ? unescaped(textOf(token)) : inside;
    default:
      return unescaped(textOf(token));
  }
}

interface LinkProps {
  readonly href: string;
  readonly inside: ReactNode;
  readonly onLink: Props['onLink'];
}

/** Only places in the guide can be gone to: the window has no network, and other documents lie with the sources. */
function Link({ href, inside, onLink }: LinkProps) {
  if (!href.startsWith('#')) return <span title={href}>{inside}</span>;
  const id = href.slice(1);
  return (
    <a
      href={`#${anchorOf(id)}`}
      onClick={(event) => {
        event.preventDefault();
        onLink(id);
      }}
    >
      {inside}
    </a>
  );
}

const escapes: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (escape) => escapes[escape] ?? escape);
}
