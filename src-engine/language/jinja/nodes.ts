/** The syntax tree of a template. Data only: parser.ts makes it, symbols.ts adds which names a scope hides, interpreter.ts walks it. */

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export interface Arguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly (readonly [string, Expression])[];
  readonly spread: Expression | undefined; // *args
  readonly keywordSpread: Expression | undefined; // **kwargs
}

export type Expression =
  | { readonly kind: 'constant'; readonly value: null | boolean | bigint | number | string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list' | 'tuple' | 'concat'; readonly items: readonly Expression[] }
  | { readonly kind: 'dict'; readonly pairs: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'item'; readonly of: Expression; readonly at: Expression }
  | {
      readonly kind: 'slice';
      readonly from: Expression | undefined;
      readonly to: Expression | undefined;
      readonly step: Expression | undefined;
    }
  | { readonly kind: 'call'; readonly of: Expression; readonly args: Arguments }
  | FilterNode
  | { readonly kind: 'test'; readonly of: Expression; readonly name: string; readonly args: Arguments }
  | { readonly kind: 'not' | 'negative' | 'positive'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'compare';
      readonly first: Expression;
      readonly rest: readonly { readonly operator: CompareOperator; readonly value: Expression }[];
    }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression | undefined;
    };

/** `of` is missing where a block's own text is filtered. */
export interface FilterNode {
  readonly kind: 'filter';
  readonly of: Expression | undefined;
  readonly name: string;
  readonly args: Arguments;
}

export type Target =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'namespace'; readonly name: string; readonly attribute: string }
  | { readonly kind: 'tuple'; readonly items: readonly Target[] };

/** Statements with a scope of their own. `hidden`: names that are undefined at its start whatever lies outside, as Jinja2 compiles them. */
export interface Body {
  readonly statements: readonly Statement[];
  hidden: readonly string[];
}

export interface Signature {
  readonly parameters: readonly string[];
  /** Of the last parameters. */
  readonly defaults: readonly Expression[];
}

/** Which of the names that a macro gets by itself its body mentions. */
export interface SpecialNames {
  readonly caller: boolean;
  readonly kwargs: boolean;
  readonly varargs: boolean;
}

export interface Branch {
  readonly test: Expression;
  readonly body: readonly Statement[];
}

export interface ForNode {
  readonly kind: 'for';
  readonly target: Target;
  readonly iterable: Expression;
  readonly test: Expression | undefined;
  readonly recursive: boolean;
  readonly body: Body;
  readonly otherwise: Body;
}

export interface MacroNode {
  readonly kind: 'macro';
  readonly name: string;
  readonly signature: Signature;
  readonly special: SpecialNames;
  readonly body: Body;
}

export interface CallBlockNode {
  readonly kind: 'call-block';
  readonly call: Extract<Expression, { kind: 'call' }>;
  readonly signature: Signature;
  readonly special: SpecialNames;
  readonly body: Body;
}

export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly value: Expression }
  | {
      readonly kind: 'if';
      readonly first: Branch;
      readonly elifs: readonly Branch[];
      readonly otherwise: readonly Statement[];
    }
  | ForNode
  | { readonly kind: 'set'; readonly target: Target; readonly value: Expression }
  | {
      readonly kind: 'set-block';
      readonly target: Target;
      readonly filter: FilterNode | undefined;
      readonly body: Body;
    }
  | { readonly kind: 'filter-block'; readonly filter: FilterNode; readonly body: Body }
  | {
      readonly kind: 'with';
      readonly targets: readonly Target[];
      readonly values: readonly Expression[];
      readonly body: Body;
    }
  | MacroNode
  | CallBlockNode
  | { readonly kind: 'generation'; readonly body: Body }
  | { readonly kind: 'break' | 'continue' };
