/**
 * Which names are undefined at the start of a scope whatever lies outside. Jinja2 decides when it compiles: a name whose first mention in
 * a scope is an unconditional `set` belongs to that scope from its start, so a loop before that `set` cannot see a variable of the same
 * name that was handed to the template.
 */
import type { Arguments, Body, Expression, Signature, SpecialNames, Statement, Target } from './nodes.ts';

type Origin = 'hidden' | 'outside' | 'parameter';

class Symbols {
  readonly #parent: Symbols | undefined;
  readonly #origins: Map<string, Origin>;
  readonly #stored: Set<string>;

  constructor(parent?: Symbols, origins = new Map<string, Origin>(), stored = new Set<string>()) {
    this.#parent = parent;
    this.#origins = origins;
    this.#stored = stored;
  }

  #knows(name: string): boolean {
    return this.#origins.has(name) || this.#knowsOutside(name);
  }

  #knowsOutside(name: string): boolean {
    return this.#parent === undefined ? false : this.#parent.#knows(name);
  }

  load(name: string): void {
    if (!this.#knows(name)) this.#origins.set(name, 'outside');
  }

  store(name: string): void {
    this.#stored.add(name);
    if (!this.#origins.has(name)) this.#origins.set(name, this.#knowsOutside(name) ? 'outside' : 'hidden');
  }

  parameter(name: string): void {
    this.#stored.add(name);
    this.#origins.set(name, 'parameter');
  }

  branch(): Symbols {
    return new Symbols(this.#parent, new Map(this.#origins), new Set(this.#stored));
  }

  /** What only some branch sets may come from outside too. */
  merge(branches: readonly Symbols[]): void {
    const before = new Set(this.#stored);
    for (const branch of branches) {
      for (const [name, origin] of branch.#origins) this.#origins.set(name, origin);
      for (const name of branch.#stored) this.#stored.add(name);
    }
    for (const name of this.#stored) if (!before.has(name)) this.#origins.set(name, 'outside');
  }

  hidden(): string[] {
    return [...this.#origins].flatMap(([name, origin]) => (origin === 'hidden' ? [name] : []));
  }
}

/** Fills in `hidden` of a template's body and of every scope inside. */
export function addHiddenNames(body: Body): void {
  scope(body, new Symbols());
}

/** First what the scope itself mentions, then the scopes inside, which see all of that. */
function scope(body: Body, symbols: Symbols): void {
  visitAll(body.statements, symbols);
  body.hidden = symbols.hidden();
  for (const statement of body.statements) inner(statement, symbols);
}

function inner(statement: Statement, outer: Symbols): void {
  const symbols = new Symbols(outer);
  switch (statement.kind) {
    case 'if':
      for (const { body } of [statement.first, ...statement.elifs])
        for (const each of body) inner(each, outer);
      for (const each of statement.otherwise) inner(each, outer);
      return;
    case 'for':
      symbols.parameter('loop');
      declare(statement.target, symbols);
      scope(statement.body, symbols);
      scope(statement.otherwise, new Symbols(outer));
      return;
    case 'with':
      for (const target of statement.targets) declare(target, symbols);
      scope(statement.body, symbols);
      return;
    case 'macro':
    case 'call-block':
      signature(statement.signature, symbols);
      scope(statement.body, symbols);
      return;
    case 'set-block':
    case 'filter-block':
    case 'generation':
      scope(statement.body, symbols);
      return;
    default:
      return;
  }
}

function signature({ parameters, defaults }: Signature, symbols: Symbols): void {
  for (const name of parameters) symbols.parameter(name);
  for (const value of defaults) visit(value, symbols);
}

function declare(target: Target, symbols: Symbols): void {
  if (target.kind === 'name') symbols.parameter(target.name);
  if (target.kind === 'tuple') for (const item of target.items) declare(item, symbols);
}

function store(target: Target, symbols: Symbols): void {
  if (target.kind === 'name') symbols.store(target.name);
  else if (target.kind === 'namespace') symbols.load(target.name);
  else for (const item of target.items) store(item, symbols);
}

function visitAll(statements: readonly Statement[], symbols: Symbols): void {
  for (const statement of statements) visitStatement(statement, symbols);
}

/** Stops where a scope of its own begins, as what stands inside is no mention here. */
function visitStatement(statement: Statement, symbols: Symbols): void {
  switch (statement.kind) {
    case 'output':
      visit(statement.value, symbols);
      return;
    case 'if':
      visitIf([statement.first, ...statement.elifs], statement.otherwise, symbols);
      return;
    case 'for':
      visit(statement.iterable, symbols);
      return;
    case 'set':
      visit(statement.value, symbols);
      store(statement.target, symbols);
      return;
    case 'set-block':
      store(statement.target, symbols);
      return;
    case 'filter-block':
      visit(statement.filter, symbols);
      return;
    case 'with':
      for (const value of statement.values) visit(value, symbols);
      return;
    case 'macro':
      symbols.store(statement.name);
      return;
    case 'call-block':
      visit(statement.call, symbols);
      return;
    default:
      return;
  }
}

function visitIf(
  [first, ...elifs]: Extract<Statement, { kind: 'if' }>['elifs'],
  otherwise: readonly Statement[],
  symbols: Symbols,
): void {
  if (first === undefined) return;
  visit(first.test, symbols);
  const branches = [symbols.branch(), symbols.branch(), symbols.branch()] as const;
  visitAll(first.body, branches[0]);
  for (const elif of elifs) visitIf([elif], [], branches[1]);
  visitAll(otherwise, branches[2]);
  symbols.merge(branches);
}

function visitArguments({ positional, keywords, spread, keywordSpread }: Arguments, symbols: Symbols): void {
  const values = [...positional, ...keywords.map(([, value]) => value)];
  for (const value of values) visit(value, symbols);
  if (spread !== undefined) visit(spread, symbols);
  if (keywordSpread !== undefined) visit(keywordSpread, symbols);
}

function visit(node: Expression | undefined, symbols: Symbols): void {
  if (node === undefined) return;
  switch (node.kind) {
    case 'constant':
      return;
    case 'name':
      symbols.load(node.name);
      return;
    case 'list':
    case 'tuple':
    case 'concat':
      for (const item of node.items) visit(item, symbols);
      return;
    case 'dict':
      for (const pair of node.pairs) for (const part of pair) visit(part, symbols);
      return;
    case 'item':
      visit(node.of, symbols);
      visit(node.at, symbols);
      return;
    case 'slice':
      for (const part of [node.from, node.to, node.step]) visit(part, symbols);
      return;
    case 'call':
    case 'filter':
    case 'test':
      visit(node.of, symbols);
      visitArguments(node.args, symbols);
      return;
    case 'attribute':
    case 'not':
    case 'negative':
    case 'positive':
      visit(node.of, symbols);
      return;
    case 'and':
    case 'or':
    case 'binary':
      visit(node.left, symbols);
      visit(node.right, symbols);
      return;
    case 'compare':
      visit(node.first, symbols);
      for (const { value } of node.rest) visit(value, symbols);
      return;
    case 'conditional':
      for (const part of [node.test, node.then, node.otherwise]) visit(part, symbols);
      return;
  }
}

/** A name that is set before it is read is the body's own. Macros inside count as part of the body. */
export function specialNames(body: Body): SpecialNames {
  const own = new Set<unknown>();
  const found = new Set<unknown>();
  walk(body.statements, false);
  return { caller: found.has('caller'), kwargs: found.has('kwargs'), varargs: found.has('varargs') };

  function walk(node: unknown, isTarget: boolean): void {
    if (Array.isArray(node)) for (const each of node) walk(each, isTarget);
    else if (typeof node === 'object' && node !== null) {
      if ('kind' in node && node.kind === 'name' && 'name' in node) {
        if (isTarget) own.add(node.name);
        else if (!own.has(node.name)) found.add(node.name);
      }
      for (const [key, value] of Object.entries(node)) {
        if (key === 'parameters' && Array.isArray(value)) for (const name of value) own.add(name);
        else walk(value, isTarget || key === 'target' || key === 'targets');
      }
    }
  }
}
