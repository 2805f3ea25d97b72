/** Reads Jinja2's statements into a tree, the tags that transformers adds included. Evaluates nothing. */
import { JinjaError, JinjaUnsupported } from './errors.ts';
import { ExpressionParser } from './expression-parser.ts';
import { tokenize } from './lexer.ts';
import type {
  Body,
  Branch,
  CallBlockNode,
  Expression,
  ForNode,
  MacroNode,
  Signature,
  SpecialNames,
  Statement,
  Target,
} from './nodes.ts';
import { addHiddenNames, specialNames } from './symbols.ts';
import { TokenStream } from './token-stream.ts';

/** Tags of Jinja2 that need other templates, or autoescape, which transformers leaves off. */
const refusedTags: ReadonlySet<string> = new Set([
  'include',
  'import',
  'from',
  'extends',
  'block',
  'autoescape',
]);
const reserved: ReadonlySet<string> = new Set(['true', 'false', 'none', 'True', 'False', 'None']);

/** Throws JinjaError for what Jinja2 cannot read either, JinjaUnsupported for a tag that we do not render. */
export function parseTemplate(source: string): Body {
  const body = new Parser(new TokenStream(tokenize(source))).template();
  addHiddenNames(body);
  return body;
}

class Parser extends ExpressionParser {
  /** Loops around this place that `break` could end; none inside a macro, which is a function of its own. */
  #loops = 0;

  template(): Body {
    return body(this.#statements([]));
  }

  /** Until one of the tags that end it, which stays to be read; or to the end of the template where there is none. */
  #statements(ends: readonly string[]): Statement[] {
    const { stream } = this;
    const found: Statement[] = [];
    while (!stream.is('end')) {
      const token = stream.look();
      stream.next();
      if (token.kind === 'data') found.push({ kind: 'text', text: token.value });
      else if (token.kind === 'variable-begin') {
        found.push({ kind: 'output', value: this.tuple() });
        stream.expect('variable-end');
      } else {
        if (ends.some((end) => stream.isName(end))) return found;
        found.push(...stream.nested(() => this.#statement()));
        stream.expect('block-end');
      }
    }
    if (ends.length > 0) throw stream.unexpected(`{% ${ends.join(' %} or {% ')} %}`);
    return found;
  }

  /** The statements of a tag, from the end of its opening part on. */
  #inner(...ends: string[]): Statement[] {
    this.stream.skip('operator', ':');
    this.stream.expect('block-end');
    return this.#statements(ends);
  }

  #closed(end: string): Statement[] {
    const statements = this.#inner(end);
    this.stream.next();
    return statements;
  }

  /** The body of a function of its own: no loop outside can be ended from there. */
  #function(end: string): Body {
    const loops = this.#loops;
    this.#loops = 0;
    const statements = this.#closed(end);
    this.#loops = loops;
    return body(statements);
  }

  #statement(): Statement[] {
    const { line } = this.stream.look();
    const tag = this.stream.name();
    switch (tag) {
      case 'for':
        return [this.#for(line)];
      case 'if':
        return [this.#if()];
      case 'set':
        return [this.#set()];
      case 'with':
        return [this.#with()];
      case 'print':
        return this.#print();
      case 'macro':
        return [this.#macro()];
      case 'call':
        return [this.#call()];
      case 'filter':
        return [this.#filter()];
      case 'generation':
        return [{ kind: 'generation', body: this.#function('endgeneration') }];
      case 'break':
      case 'continue':
        if (this.#loops === 0) throw new JinjaError(`line ${line}: {% ${tag} %} stands outside a loop`);
        return [{ kind: tag }];
      default:
        if (refusedTags.has(tag)) throw new JinjaUnsupported(`the tag {% ${tag} %}`);
        throw new JinjaError(`line ${line}: there is no tag {% ${tag} %} here`);
    }
  }

  #for(line: number): ForNode {
    const { stream } = this;
    const target = this.#target(() => this.#simpleTarget(), 'in');
    stream.expect('name', 'in');
    const iterable = this.tuple({ conditional: false, end: 'recursive' });
    const test = stream.skip('name', 'if') ? this.expression() : undefined;
    const recursive = stream.skip('name', 'recursive');
    this.#loops += 1;
    const statements = this.#inner('endfor', 'else');
    this.#loops -= 1;
    const otherwise = stream.name() === 'else' ? this.#closed('endfor') : [];
    if (storesLoop(target)) throw new JinjaError(`line ${line}: a loop cannot set 'loop'`);
    return {
      kind: 'for',
      target,
      iterable,
      test,
      recursive,
      body: body(statements),
      otherwise: body(otherwise),
    };
  }

  #if(): Statement {
    const branches: Branch[] = [];
    let end = 'elif';
    while (end === 'elif') {
      const test = this.tuple({ conditional: false });
      branches.push({ test, body: this.#inner('elif', 'else', 'endif') });
      end = this.stream.name();
    }
    const otherwise = end === 'else' ? this.#closed('endif') : [];
    const [first, ...elifs] = branches;
    if (first === undefined) throw this.stream.unexpected('a condition');
    return { kind: 'if', first, elifs, otherwise };
  }

  #set(): Statement {
    const target = this.#target(() => this.#namespaceTarget());
    if (this.stream.skip('operator', '=')) return { kind: 'set', target, value: this.tuple() };
    const filter = this.filters(undefined);
    return { kind: 'set-block', target, filter, body: body(this.#closed('endset')) };
  }

  #with(): Statement {
    const { stream } = this;
    const targets: Target[] = [];
    const values: Expression[] = [];
    while (!stream.is('block-end')) {
      if (targets.length > 0) stream.expect('operator', ',');
      targets.push(this.#target(() => this.#simpleTarget()));
      stream.expect('operator', '=');
      values.push(this.expression());
    }
    return { kind: 'with', targets, values, body: body(this.#closed('endwith')) };
  }

  #print(): Statement[] {
    const { stream } = this;
    const printed: Statement[] = [];
    while (!stream.is('block-end')) {
      if (printed.length > 0) stream.expect('operator', ',');
      printed.push({ kind: 'output', value: this.expression() });
    }
    return printed;
  }

  #macro(): MacroNode {
    const name = this.#assignable();
    const signature = this.#signature();
    const inside = this.#function('endmacro');
    return { kind: 'macro', name, signature, special: this.#special(signature, inside), body: inside };
  }

  #call(): CallBlockNode {
    const { stream } = this;
    const signature = stream.isOperator('(') ? this.#signature() : { parameters: [], defaults: [] };
    const call = this.expression();
    if (call.kind !== 'call') throw stream.unexpected('a call');
    const inside = this.#function('endcall');
    return { kind: 'call-block', call, signature, special: this.#special(signature, inside), body: inside };
  }

  #special({ parameters, defaults }: Signature, inside: Body): SpecialNames {
    const special = specialNames(inside);
    const at = parameters.indexOf('caller');
    const hasDefault = at >= parameters.length - defaults.length;
    if (special.caller && at >= 0 && !hasDefault) throw this.stream.unexpected("a default for 'caller'");
    return special;
  }

  #filter(): Statement {
    const filter = this.filters(undefined, true);
    if (filter === undefined) throw this.stream.unexpected('a filter');
    return { kind: 'filter-block', filter, body: body(this.#closed('endfilter')) };
  }

  #signature(): Signature {
    const { stream } = this;
    const parameters: string[] = [];
    const defaults: Expression[] = [];
    stream.expect('operator', '(');
    while (!stream.skip('operator', ')')) {
      if (parameters.length > 0) stream.expect('operator', ',');
      parameters.push(this.#assignable());
      if (stream.skip('operator', '=')) defaults.push(this.expression());
      else if (defaults.length > 0) throw stream.unexpected('a default');
    }
    return { parameters, defaults };
  }

  /** One target, or several between commas. */
  #target(parse: () => Target, end?: string): Target {
    const { items, isTuple } = this.sequence(parse, end);
    const [only] = items;
    if (!isTuple && only === undefined) throw this.stream.unexpected('a name');
    return isTuple || only === undefined ? { kind: 'tuple', items } : only;
  }

  #simpleTarget(): Target {
    return this.#bracketTarget(() => this.#simpleTarget()) ?? { kind: 'name', name: this.#assignable() };
  }

  #namespaceTarget(): Target {
    const bracketed = this.#bracketTarget(() => this.#simpleTarget());
    if (bracketed !== undefined) return bracketed;
    const name = this.#assignable();
    if (!this.stream.skip('operator', '.')) return { kind: 'name', name };
    return { kind: 'namespace', name, attribute: this.stream.name() };
  }

  #bracketTarget(parse: () => Target): Target | undefined {
    if (!this.stream.skip('operator', '(')) return undefined;
    const target = this.stream.nested(() => this.#target(parse));
    this.stream.expect('operator', ')');
    return target;
  }

  #assignable(): string {
    if (this.stream.is('name') && reserved.has(String(this.stream.look().value))) {
      throw this.stream.unexpected('a name that can be set');
    }
    return this.stream.name();
  }
}

function body(statements: readonly Statement[]): Body {
  return { statements, hidden: [] };
}

function storesLoop(target: Target): boolean {
  if (target.kind === 'tuple') return target.items.some(storesLoop);
  return target.kind === 'name' && target.name === 'loop';
}
