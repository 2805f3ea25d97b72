/** Evaluates the expressions of a template. Knows no statements. */
import { attribute, item, slice } from './attributes.ts';
import type { Budget } from './budget.ts';
import { JinjaError, JinjaUnsupported } from './errors.ts';
import type { Arguments, Expression, FilterNode } from './nodes.ts';
import { binary, compare, iterate, truth } from './operators.ts';
import type { Runtime } from './runtime.ts';
import type { Scope } from './scope.ts';
import { refusedFilters, sequenceFilters } from './sequence-filters.ts';
import { str } from './show.ts';
import { runTest, templateTests } from './tests.ts';
import { textFilters } from './text-filters.ts';
import {
  Dict,
  Fn,
  type Keywords,
  List,
  numberOf,
  Special,
  textOf,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from './values.ts';

const filters = new Map(Object.entries({ ...textFilters, ...sequenceFilters }));

export class Evaluator implements Runtime {
  readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  filter(name: string, value: Value, args: readonly Value[], keywords: Keywords): Value {
    const filter = filters.get(name);
    const text = textOf(value);
    if (text !== undefined) this.budget.read(text);
    if (filter !== undefined) return filter(this, value, args, keywords);
    if (refusedFilters.has(name)) throw new JinjaUnsupported(`the filter '${name}'`);
    throw new JinjaError(`there is no filter '${name}'`);
  }

  test(name: string, value: Value, args: readonly Value[], keywords: Keywords): boolean {
    if (typeof value === 'string') this.budget.read(value);
    if (name !== 'filter' && name !== 'test') return runTest(this, name, value, args, keywords);
    const asked = textOf(value) ?? '';
    if (name === 'filter') return filters.has(asked) || refusedFilters.has(asked);
    return Object.hasOwn(templateTests, asked) || asked === 'filter' || asked === 'test';
  }

  evaluate(node: Expression, scope: Scope): Value {
    this.budget.spend();
    switch (node.kind) {
      case 'constant':
        return node.value;
      case 'name':
        return this.#name(node.name, scope);
      case 'list':
        return new List(this.#all(node.items, scope));
      case 'tuple':
        return new Tuple(this.#all(node.items, scope));
      case 'dict':
        return Dict.of(
          node.pairs.map(([key, value]) => [this.evaluate(key, scope), this.evaluate(value, scope)] as const),
        );
      case 'concat':
        return this.budget.join(this.#all(node.items, scope).map((value) => str(value, this.budget)));
      case 'attribute':
        return attribute(this.evaluate(node.of, scope), node.name, this.budget);
      case 'item':
        return this.#item(node.of, node.at, scope);
      case 'slice':
        throw new JinjaError('a slice stands alone');
      case 'call':
        return this.#call(node, scope);
      case 'filter':
        return this.#filter(node, scope);
      case 'test':
        return this.test(node.name, this.evaluate(node.of, scope), ...this.arguments(node.args, scope));
      case 'not':
        return !truth(this.evaluate(node.of, scope));
      case 'negative':
      case 'positive':
        return signed(node.kind, this.evaluate(node.of, scope));
      case 'and':
      case 'or': {
        const left = this.evaluate(node.left, scope);
        return truth(left) === (node.kind === 'or') ? left : this.evaluate(node.right, scope);
      }
      case 'binary':
        return binary(
          node.operator,
          this.evaluate(node.left, scope),
          this.evaluate(node.right, scope),
          this.budget,
        );
      case 'compare':
        return this.#compare(node, scope);
      case 'conditional':
        if (truth(this.evaluate(node.test, scope))) return this.evaluate(node.then, scope);
        if (node.otherwise !== undefined) return this.evaluate(node.otherwise, scope);
        return new Undefined('the inline if-expression evaluated to false and no else section was defined.');
    }
  }

  #all(nodes: readonly Expression[], scope: Scope): Value[] {
    return nodes.map((node) => this.evaluate(node, scope));
  }

  #name(name: string, scope: Scope): Value {
    const value = scope.get(name);
    if (value !== undefined) return value;
    if (name === 'self' || name === 'super') throw new JinjaUnsupported(`'${name}'`);
    return new Undefined(`'${name}' is undefined`);
  }

  #item(of: Expression, at: Expression, scope: Scope): Value {
    const value = this.evaluate(of, scope);
    if (at.kind !== 'slice') return item(value, this.evaluate(at, scope), this.budget);
    const place = (node: Expression | undefined): Value | undefined =>
      node === undefined ? undefined : this.evaluate(node, scope);
    return slice(value, [place(at.from), place(at.to), place(at.step)], this.budget);
  }

  arguments(
    { positional, keywords, spread, keywordSpread }: Arguments,
    scope: Scope,
  ): [Value[], Map<string, Value>] {
    const args = this.#all(positional, scope);
    const named = new Map(keywords.map(([name, node]) => [name, this.evaluate(node, scope)]));
    if (named.size < keywords.length) throw new JinjaError('a call names an argument twice');
    if (spread !== undefined) args.push(...this.budget.collect(iterate(this.evaluate(spread, scope))));
    if (keywordSpread !== undefined) this.#spread(named, this.evaluate(keywordSpread, scope));
    return [args, named];
  }

  #spread(named: Map<string, Value>, more: Value): void {
    if (!(more instanceof Dict))
      throw new JinjaError(`argument after ** must be a mapping, not ${typeName(more)}`);
    for (const [key, value] of more.entries()) {
      const name = textOf(key);
      if (name === undefined) throw new JinjaError('keywords must be strings');
      if (named.has(name)) throw new JinjaError(`got multiple values for keyword argument '${name}'`);
      named.set(name, value);
    }
  }

  /** @param extra keywords that the statement around adds: `caller` */
  #call(node: Extract<Expression, { kind: 'call' }>, scope: Scope, extra?: Keywords): Value {
    const called = this.evaluate(node.of, scope);
    const [args, keywords] = this.arguments(node.args, scope);
    for (const [name, value] of extra ?? []) keywords.set(name, value);
    if (called instanceof Undefined) throw called.error();
    if (!(called instanceof Fn) && !(called instanceof Special)) {
      throw new JinjaError(`'${typeName(called)}' object is not callable`);
    }
    return this.budget.nested(() => called.call(args, keywords));
  }

  callWith(node: Extract<Expression, { kind: 'call' }>, scope: Scope, extra: Keywords): Value {
    return this.#call(node, scope, extra);
  }

  #filter(node: FilterNode, scope: Scope): Value {
    if (node.of === undefined) throw new JinjaError('a filter stands alone');
    return this.filter(node.name, this.evaluate(node.of, scope), ...this.arguments(node.args, scope));
  }

  /** One filter after another over a block's own text. */
  filterText(node: FilterNode, text: string, scope: Scope): Value {
    const { of } = node;
    const value =
      of === undefined
        ? text
        : of.kind === 'filter'
          ? this.filterText(of, text, scope)
          : this.evaluate(of, scope);
    return this.filter(node.name, value, ...this.arguments(node.args, scope));
  }

  /** `a < b < c` holds where every step does; what comes after a false step is not evaluated. */
  #compare({ first, rest }: Extract<Expression, { kind: 'compare' }>, scope: Scope): boolean {
    let left = this.evaluate(first, scope);
    for (const { operator, value } of rest) {
      const right = this.evaluate(value, scope);
      if (!compare(operator, left, right, this.budget)) return false;
      left = right;
    }
    return true;
  }
}

function signed(sign: 'negative' | 'positive', value: Value): Value {
  if (value instanceof Undefined) throw value.error();
  const number = numberOf(value);
  if (number === undefined) throw new JinjaError(`bad operand type for unary sign: '${typeName(value)}'`);
  return sign === 'negative' ? -number : number;
}
