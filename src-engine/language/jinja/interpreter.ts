/** Runs the statements of a template over variables; every part of it counts against one budget. */
import { requiredText } from './arguments.ts';
import type { Budget } from './budget.ts';
import { JinjaError } from './errors.ts';
import { Evaluator } from './evaluator.ts';
import { setInNamespace } from './functions.ts';
import { Loop } from './loop.ts';
import { macroArguments } from './macro.ts';
import type {
  Body,
  CallBlockNode,
  ForNode,
  MacroNode,
  Signature,
  SpecialNames,
  Statement,
  Target,
} from './nodes.ts';
import { hasLength, isIterable, iterate, length, truth } from './operators.ts';
import { Scope } from './scope.ts';
import { str } from './show.ts';
import { Fn, Namespace, typeName, Undefined, type Value } from './values.ts';

/** How a run of statements ended: through, or by a `break` or `continue` that the loop around has to take. */
type Ending = 'through' | 'break' | 'continue';

/** The text that statements write, which has a cap. */
class Output {
  readonly #budget: Budget;
  readonly #parts: string[] = [];
  #length = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  write(text: string): void {
    this.#length += text.length;
    if (this.#length > this.#budget.limits.text) throw new JinjaError('its text grows too long');
    this.#parts.push(text);
  }

  text(): string {
    return this.#budget.join(this.#parts);
  }
}

export class Interpreter extends Evaluator {
  run(body: Body, variables: ReadonlyMap<string, Value>): string {
    const context = new Scope(undefined);
    for (const [name, value] of variables) context.set(name, value);
    return this.#render(body, new Scope(context, body.hidden));
  }

  /** The text of statements that no loop control can leave. */
  #render(body: Body, scope: Scope): string {
    const output = new Output(this.budget);
    this.#runAll(body.statements, scope, output);
    return output.text();
  }

  #runAll(statements: readonly Statement[], scope: Scope, output: Output): Ending {
    for (const statement of statements) {
      const ending = this.#run(statement, scope, output);
      if (ending !== 'through') return ending;
    }
    return 'through';
  }

  #run(node: Statement, scope: Scope, output: Output): Ending {
    this.budget.spend();
    switch (node.kind) {
      case 'text':
        this.budget.characters(node.text.length);
        output.write(node.text);
        return 'through';
      case 'output':
        output.write(str(this.evaluate(node.value, scope), this.budget));
        return 'through';
      case 'if':
        return this.#if(node, scope, output);
      case 'for':
        return this.#for(node, scope, output);
      case 'set':
        this.#assign(node.target, this.evaluate(node.value, scope), scope);
        return 'through';
      case 'set-block':
        return this.#setBlock(node, scope);
      case 'filter-block': {
        const inner = new Scope(scope, node.body.hidden);
        const captured = new Output(this.budget);
        const ending = this.#runAll(node.body.statements, inner, captured);
        if (ending !== 'through') return ending;
        output.write(requiredText('a filter block', this.filterText(node.filter, captured.text(), inner)));
        return 'through';
      }
      case 'with':
        return this.#with(node, scope, output);
      case 'macro':
        scope.set(node.name, this.#macro(node, scope));
        return 'through';
      case 'call-block':
        output.write(str(this.#callBlock(node, scope), this.budget));
        return 'through';
      case 'generation':
        output.write(this.#render(node.body, new Scope(scope, node.body.hidden)));
        return 'through';
      case 'break':
      case 'continue':
        return node.kind;
    }
  }

  #if(node: Extract<Statement, { kind: 'if' }>, scope: Scope, output: Output): Ending {
    for (const { test, body } of [node.first, ...node.elifs]) {
      if (truth(this.evaluate(test, scope))) return this.#runAll(body, scope, output);
    }
    return this.#runAll(node.otherwise, scope, output);
  }

  #for(node: ForNode, scope: Scope, output: Output): Ending {
    return this.#loop(node, this.evaluate(node.iterable, scope), scope, output, 0);
  }

  #loop(node: ForNode, iterable: Value, scope: Scope, output: Output, depth: number): Ending {
    if (!isIterable(iterable)) throw new JinjaError(`'${typeName(iterable)}' object is not iterable`);
    const known = node.test === undefined && hasLength(iterable) ? length(iterable) : undefined;
    const items = node.test === undefined ? iterate(iterable) : this.#passing(node, iterate(iterable), scope);
    const recurse = (inner: Value, level: number): string => {
      const captured = new Output(this.budget);
      this.budget.nested(() => this.#loop(node, inner, scope, captured, level));
      return captured.text();
    };
    const loop = new Loop(items[Symbol.iterator](), known, {
      budget: this.budget,
      depth,
      recurse: node.recursive ? recurse : undefined,
    });
    let untouched = true;
    for (let item = loop.next(); item !== undefined; item = loop.next()) {
      this.budget.spend();
      const inner = new Scope(scope, node.body.hidden);
      inner.set('loop', loop);
      this.#assign(node.target, item, inner);
      const ending = this.#runAll(node.body.statements, inner, output);
      if (ending === 'break') break;
      // A round that `continue` left does not count for the `else`, in Jinja2 either.
      if (ending === 'through') untouched = false;
    }
    if (!untouched) return 'through';
    return this.#runAll(node.otherwise.statements, new Scope(scope, node.otherwise.hidden), output);
  }

  /** `{% for x in y if test %}`: tested when its turn comes, so that a round can change what the next test sees. */
  *#passing(node: ForNode, items: Iterable<Value>, scope: Scope): Generator<Value, undefined> {
    for (const item of items) {
      this.budget.spend();
      const inner = new Scope(scope);
      this.#assign(node.target, item, inner);
      if (node.test !== undefined && truth(this.evaluate(node.test, inner))) yield item;
    }
  }

  #assign(target: Target, value: Value, scope: Scope): void {
    if (target.kind === 'name') scope.set(target.name, value);
    else if (target.kind === 'namespace') {
      const space = scope.get(target.name);
      if (!(space instanceof Namespace))
        throw new JinjaError('cannot assign attribute on non-namespace object');
      setInNamespace(space, target.attribute, value);
    } else {
      const parts = this.budget.collect(iterate(value));
      if (parts.length !== target.items.length) {
        throw new JinjaError(`${parts.length} values cannot be given to ${target.items.length} names`);
      }
      for (const [at, each] of target.items.entries()) this.#assign(each, parts[at] ?? null, scope);
    }
  }

  #setBlock(node: Extract<Statement, { kind: 'set-block' }>, scope: Scope): Ending {
    const inner = new Scope(scope, node.body.hidden);
    const captured = new Output(this.budget);
    const ending = this.#runAll(node.body.statements, inner, captured);
    if (ending !== 'through') return ending;
    const text = captured.text();
    this.#assign(
      node.target,
      node.filter === undefined ? text : this.filterText(node.filter, text, inner),
      scope,
    );
    return 'through';
  }

  #with(node: Extract<Statement, { kind: 'with' }>, scope: Scope, output: Output): Ending {
    const inner = new Scope(scope, node.body.hidden);
    for (const [at, target] of node.targets.entries()) {
      const value = node.values[at];
      if (value !== undefined) this.#assign(target, this.evaluate(value, scope), inner);
    }
    return this.#runAll(node.body.statements, inner, output);
  }

  #macro({ name, signature, special, body }: MacroNode, scope: Scope): Fn {
    const call = this.#function(name, signature, special, body, scope);
    return new Fn(name, call, `<Macro '${name}'>`);
  }

  #callBlock({ call, signature, special, body }: CallBlockNode, scope: Scope): Value {
    const caller = new Fn(
      'caller',
      this.#function('caller', signature, special, body, scope),
      '<Macro anonymous>',
    );
    return this.callWith(call, scope, new Map([['caller', caller]]));
  }

  #function(name: string, signature: Signature, special: SpecialNames, body: Body, scope: Scope): Fn['call'] {
    return (args, keywords) => {
      const inner = new Scope(scope, body.hidden);
      const given = macroArguments(name, signature, special, args, keywords);
      for (const parameter of signature.parameters) inner.clear(parameter);
      for (const [parameter, value] of given) if (value !== undefined) inner.set(parameter, value);
      for (const [at, parameter] of signature.parameters.entries()) {
        if (given.get(parameter) !== undefined) continue;
        const byDefault = signature.defaults[at - signature.parameters.length + signature.defaults.length];
        const missing = new Undefined(`parameter '${parameter}' was not provided`);
        inner.set(parameter, byDefault === undefined ? missing : this.evaluate(byDefault, inner));
      }
      return this.#render(body, inner);
    };
  }
}
