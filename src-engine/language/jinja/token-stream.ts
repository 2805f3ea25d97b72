/** The tokens of a template with a place to read at, and the sentences for what was not expected there. */
import { JinjaError } from './errors.ts';
import type { Token } from './lexer.ts';

/** Deeper nesting of brackets and blocks than any template needs. */
const maxDepth = 200;

const names: Readonly<Partial<Record<Token['kind'], string>>> = {
  'block-end': '%}',
  'variable-end': '}}',
  'block-begin': '{%',
  'variable-begin': '{{',
  end: 'the end of the template',
};

export class TokenStream {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  look(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: 'end', value: '', line: 0 };
  }

  next(): Token {
    const token = this.look();
    this.#at += 1;
    return token;
  }

  is(kind: Token['kind'], value?: string, ahead = 0): boolean {
    const token = this.look(ahead);
    return token.kind === kind && (value === undefined || token.value === value);
  }

  isOperator(value: string): boolean {
    return this.is('operator', value);
  }

  isName(value: string, ahead = 0): boolean {
    return this.is('name', value, ahead);
  }

  skip(kind: Token['kind'], value: string): boolean {
    const found = this.is(kind, value);
    if (found) this.#at += 1;
    return found;
  }

  expect(kind: Token['kind'], value?: string): void {
    if (!this.is(kind, value)) throw this.unexpected(value ?? names[kind] ?? `a ${kind}`);
    this.#at += 1;
  }

  name(): string {
    const token = this.next();
    if (token.kind !== 'name') {
      this.#at -= 1;
      throw this.unexpected('a name');
    }
    return token.value;
  }

  unexpected(wanted: string): JinjaError {
    const { kind, value, line } = this.look();
    const found = names[kind] ?? `'${String(value)}'`;
    return new JinjaError(`line ${line}: ${wanted} was expected, not ${found}`);
  }

  nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw new JinjaError('it nests too deeply');
    try {
      return parse();
    } finally {
      this.#depth -= 1;
    }
  }
}
