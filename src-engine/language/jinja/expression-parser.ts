/** Reads Jinja2's expressions, with its own order of operators: `~` binds tighter than `+`, tests and filters tighter than all. */
import { JinjaError } from './errors.ts';
import type { Arguments, BinaryOperator, CompareOperator, Expression, FilterNode } from './nodes.ts';
import type { TokenStream } from './token-stream.ts';

export const noArguments: Arguments = {
  positional: [],
  keywords: [],
  spread: undefined,
  keywordSpread: undefined,
};

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const constants: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

export class ExpressionParser {
  readonly stream: TokenStream;

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  /** One expression, or a tuple without brackets. `end` is a name that ends it, e.g. `recursive`. */
  tuple(options: { conditional: boolean; end?: string } = { conditional: true }): Expression {
    const { items, isTuple } = this.sequence(() => this.expression(options.conditional), options.end);
    const [only] = items;
    if (!isTuple && only === undefined) throw this.stream.unexpected('an expression');
    return isTuple || only === undefined ? { kind: 'tuple', items } : only;
  }

  /** What stands between commas until the end of a tag, a round bracket or a name; a comma after one item makes a tuple. */
  sequence<T>(parse: () => T, end?: string): { readonly items: T[]; readonly isTuple: boolean } {
    const { stream } = this;
    const items: T[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) stream.expect('operator', ',');
      const ends = stream.is('variable-end') || stream.is('block-end') || stream.isOperator(')');
      if (ends || (end !== undefined && stream.isName(end))) break;
      items.push(parse());
      if (!stream.isOperator(',')) break;
      isTuple = true;
    }
    return { items, isTuple };
  }

  expression(conditional = true): Expression {
    return this.stream.nested(() => (conditional ? this.#conditional() : this.#or()));
  }

  #conditional(): Expression {
    let value = this.#or();
    while (this.stream.skip('name', 'if')) {
      const test = this.#or();
      const otherwise = this.stream.skip('name', 'else')
        ? this.stream.nested(() => this.#conditional())
        : undefined;
      value = { kind: 'conditional', test, then: value, otherwise };
    }
    return value;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.stream.skip('name', 'or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.stream.skip('name', 'and')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    if (!this.stream.skip('name', 'not')) return this.#compare();
    return { kind: 'not', of: this.stream.nested(() => this.#not()) };
  }

  #compare(): Expression {
    const first = this.#sum();
    const rest: { operator: CompareOperator; value: Expression }[] = [];
    for (let operator = this.#comparison(); operator !== undefined; operator = this.#comparison()) {
      rest.push({ operator, value: this.#sum() });
    }
    return rest.length === 0 ? first : { kind: 'compare', first, rest };
  }

  #comparison(): CompareOperator | undefined {
    const { stream } = this;
    if (stream.skip('name', 'in')) return 'in';
    if (stream.isName('not') && stream.isName('in', 1)) {
      stream.next();
      stream.next();
      return 'not in';
    }
    const token = stream.look();
    if (token.kind !== 'operator' || !isComparison(token.value)) return undefined;
    stream.next();
    return token.value;
  }

  #sum(): Expression {
    return this.#binary(['+', '-'], () => this.#concat());
  }

  #concat(): Expression {
    const first = this.#product();
    if (!this.stream.isOperator('~')) return first;
    const items = [first];
    while (this.stream.skip('operator', '~')) items.push(this.#product());
    return { kind: 'concat', items };
  }

  #product(): Expression {
    return this.#binary(['*', '/', '//', '%'], () => this.#power());
  }

  /** From left to right, unlike Python. */
  #power(): Expression {
    return this.#binary(['**'], () => this.#unary());
  }

  #binary(operators: readonly BinaryOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((sign) => this.stream.skip('operator', sign));
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: operand() };
    }
  }

  #unary(filters = true): Expression {
    const sign = this.stream.isOperator('-') ? 'negative' : 'positive';
    let value: Expression;
    if (this.stream.isOperator('-') || this.stream.isOperator('+')) {
      this.stream.next();
      value = { kind: sign, of: this.stream.nested(() => this.#unary(false)) };
    } else value = this.primary();
    value = this.#postfix(value);
    return filters ? this.#filtersAndTests(value) : value;
  }

  primary(): Expression {
    const { stream } = this;
    const token = stream.look();
    if (token.kind === 'name') {
      stream.next();
      const constant = constants.get(token.value);
      return constant === undefined
        ? { kind: 'name', name: token.value }
        : { kind: 'constant', value: constant };
    }
    if (token.kind === 'string') return { kind: 'constant', value: this.#strings() };
    if (token.kind === 'integer' || token.kind === 'float') {
      stream.next();
      return { kind: 'constant', value: token.value };
    }
    if (stream.skip('operator', '(')) return this.#bracketed();
    if (stream.skip('operator', '['))
      return { kind: 'list', items: this.#items(']', () => this.expression()) };
    if (stream.skip('operator', '{')) return { kind: 'dict', pairs: this.#items('}', () => this.#pair()) };
    throw stream.unexpected('an expression');
  }

  /** Texts side by side are one. */
  #strings(): string {
    let text = '';
    for (let token = this.stream.look(); token.kind === 'string'; token = this.stream.look()) {
      text += token.value;
      this.stream.next();
    }
    return text;
  }

  #bracketed(): Expression {
    const { items, isTuple } = this.sequence(() => this.expression());
    this.stream.expect('operator', ')');
    const [only] = items;
    return isTuple || only === undefined ? { kind: 'tuple', items } : only;
  }

  #items<T>(end: string, parse: () => T): T[] {
    const items: T[] = [];
    while (!this.stream.skip('operator', end)) {
      if (items.length > 0) this.stream.expect('operator', ',');
      if (!this.stream.isOperator(end)) items.push(parse());
    }
    return items;
  }

  #pair(): readonly [Expression, Expression] {
    const key = this.expression();
    this.stream.expect('operator', ':');
    return [key, this.expression()];
  }

  #postfix(of: Expression): Expression {
    const { stream } = this;
    let value = of;
    for (;;) {
      if (stream.skip('operator', '.')) value = this.#dotted(value);
      else if (stream.skip('operator', '[')) value = { kind: 'item', of: value, at: this.#subscript() };
      else if (stream.isOperator('(')) value = { kind: 'call', of: value, args: this.args() };
      else return value;
    }
  }

  #dotted(of: Expression): Expression {
    const token = this.stream.look();
    if (token.kind === 'integer') {
      this.stream.next();
      return { kind: 'item', of, at: { kind: 'constant', value: token.value } };
    }
    return { kind: 'attribute', of, name: this.stream.name() };
  }

  #subscript(): Expression {
    const items: Expression[] = [];
    while (!this.stream.skip('operator', ']')) {
      if (items.length > 0) this.stream.expect('operator', ',');
      items.push(this.#slice());
    }
    const [only] = items;
    return only !== undefined && items.length === 1 ? only : { kind: 'tuple', items };
  }

  #slice(): Expression {
    const { stream } = this;
    const ends = (): boolean => stream.isOperator(']') || stream.isOperator(',') || stream.isOperator(':');
    const from = stream.isOperator(':') ? undefined : this.expression();
    if (!stream.skip('operator', ':')) {
      if (from === undefined) throw stream.unexpected('an expression');
      return from;
    }
    const to = ends() ? undefined : this.expression();
    const step = stream.skip('operator', ':') && !ends() ? this.expression() : undefined;
    return { kind: 'slice', from, to, step };
  }

  args(): Arguments {
    const { stream } = this;
    const positional: Expression[] = [];
    const keywords: (readonly [string, Expression])[] = [];
    let spread: Expression | undefined;
    let keywordSpread: Expression | undefined;
    const require = (met: boolean): void => {
      if (!met) throw new JinjaError(`line ${stream.look().line}: the arguments of a call are out of order`);
    };
    stream.expect('operator', '(');
    for (let first = true; !stream.skip('operator', ')'); first = false) {
      if (!first) stream.expect('operator', ',');
      if (stream.isOperator(')')) continue;
      if (stream.skip('operator', '*')) {
        require(spread === undefined && keywordSpread === undefined);
        spread = this.expression();
      } else if (stream.skip('operator', '**')) {
        require(keywordSpread === undefined);
        keywordSpread = this.expression();
      } else if (stream.is('name') && stream.is('operator', '=', 1)) {
        require(keywordSpread === undefined);
        const key = stream.name();
        stream.next();
        keywords.push([key, this.expression()]);
      } else {
        require(spread === undefined && keywordSpread === undefined && keywords.length === 0);
        positional.push(this.expression());
      }
    }
    return { positional, keywords, spread, keywordSpread };
  }

  #filtersAndTests(of: Expression): Expression {
    const { stream } = this;
    let value = of;
    for (;;) {
      if (stream.isOperator('|')) value = this.filters(value) ?? value;
      else if (stream.skip('name', 'is')) value = this.#test(value);
      else if (stream.isOperator('(')) value = { kind: 'call', of: value, args: this.args() };
      else return value;
    }
  }

  /** One filter after another; `inline`: the first without its bar, as after `{% filter`. */
  filters(of: Expression | undefined, inline = false): FilterNode | undefined {
    let value = of;
    let last: FilterNode | undefined;
    for (let bare = inline; bare || this.stream.skip('operator', '|'); bare = false) {
      const name = this.#dottedName();
      const args = this.stream.isOperator('(') ? this.args() : noArguments;
      last = { kind: 'filter', of: value, name, args };
      value = last;
    }
    return last;
  }

  #dottedName(): string {
    let name = this.stream.name();
    while (this.stream.skip('operator', '.')) name += `.${this.stream.name()}`;
    return name;
  }

  #test(of: Expression): Expression {
    const negated = this.stream.skip('name', 'not');
    const name = this.#dottedName();
    const test: Expression = { kind: 'test', of, name, args: this.#testArguments() };
    return negated ? { kind: 'not', of: test } : test;
  }

  /** A test takes one argument without brackets: `is divisibleby 3`. */
  #testArguments(): Arguments {
    const { stream } = this;
    if (stream.isOperator('(')) return this.args();
    const { kind } = stream.look();
    const starts =
      kind === 'string' ||
      kind === 'integer' ||
      kind === 'float' ||
      stream.isOperator('[') ||
      stream.isOperator('{') ||
      (kind === 'name' && !['else', 'or', 'and'].some((word) => stream.isName(word)));
    if (!starts) return noArguments;
    if (stream.isName('is')) throw stream.unexpected('the end of a test');
    return { ...noArguments, positional: [this.#postfix(this.primary())] };
  }
}

function isComparison(sign: string): sign is CompareOperator {
  return comparisons.has(sign);
}
