/** One question about one picture at several budgets and by several methods: where does the answer change? Pure: who answers is given. */
import type {
  FirstChange,
  Progress,
  ReductionRequest,
  SweepBudget,
  SweepMethod,
  SweepRequest,
  SweepRow,
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import { allTokens, methods } from '../reduction/methods.ts';
import { stepsOf } from './steps.ts';

/** How many tokens are left of a picture. */
export interface Left {
  readonly tokens: number; // over all views
  readonly views: number;
}

export type SweepAnswer = Left &
  Pick<SweepRow, 'tokens' | 'text' | 'timings' | 'notes' | 'disturbedBy' | 'kept'>;

/** Whoever answers the question about the picture. */
export interface SweepSubject {
  answer(reduction: ReductionRequest): Promise<SweepAnswer>;
  /** Without an answer. */
  left(reduction: ReductionRequest): Promise<Left>;
}

/**
 * The rows of a sweep, or of one shard of it, as they are answered. A budget is an average to DyMU, and to rows (ours) the same share or number of
 * its rows; the other methods keep exactly what DyMU left of this picture at it, or DART what rows left where they are swept, so that a row of them
 * differs in nothing but what the tokens are.
 *
 * Rejects as the subject does; whoever stops listening stops the sweep between two answers.
 */
export async function* sweep(
  subject: SweepSubject,
  request: SweepRequest,
  onProgress?: (progress: Progress) => void,
): AsyncGenerator<SweepRow, void> {
  const steps = stepsOf(request);
  const left = new Map<string, number>(); // per view, by the words of the budget
  let full: string | null = null;

  for (const [done, { position, method, words, budget }] of steps.entries()) {
    const stage = budget === null ? 'Answering with all tokens' : `Answering at ${words}`;
    onProgress?.({ stage, done, total: steps.length });
    let reduction: ReductionRequest = allTokens;
    if (budget !== null && method === 'dymu') reduction = budget.request;
    else if (budget !== null && method === 'rows') reduction = rowsAt(budget);
    else if (budget !== null && method !== 'none') {
      const byRows = methods[method].counts === 'rows' && request.methods.includes('rows');
      const key = byRows ? `rows ${words}` : words;
      const tokens = left.get(key) ?? perView(await subject.left(byRows ? rowsAt(budget) : budget.request));
      left.set(key, tokens);
      reduction = methods[method].ofTokens(tokens);
    }
    const { tokens, views, text, timings, notes, disturbedBy, kept } = await subject.answer(reduction);
    if (method === 'none') full = text.trim();
    if (method === 'dymu') left.set(words, perView({ tokens, views }));
    if (method === 'rows') left.set(`rows ${words}`, perView({ tokens, views }));
    const sameAsFull = full === null ? null : text.trim() === full;
    yield { position, method, budget: words, tokens, text, sameAsFull, timings, notes, disturbedBy, kept };
  }
  onProgress?.({ stage: 'Answered', done: steps.length, total: steps.length });
}

/**
 * What will be asked, as far as it is known before anything is answered: whoever answers refuses it then. Of methods that keep what another one
 * left, with one token in the place of their number (`standsIn`): only whether the model can do it at all is known.
 */
export function askedOf(
  request: Pick<SweepRequest, 'budgets' | 'methods'>,
): readonly { readonly reduction: ReductionRequest; readonly standsIn: boolean }[] {
  const exact = (reduction: ReductionRequest) => ({ reduction, standsIn: false });
  return request.budgets.flatMap((budget) =>
    request.methods.flatMap((method) => {
      if (method === 'dymu') return [exact(budget.request)];
      if (method === 'rows') return [exact(rowsAt(budget))];
      const byRows = methods[method].counts === 'rows' && request.methods.includes('rows');
      const first = exact(byRows ? rowsAt(budget) : budget.request);
      return [first, { reduction: methods[method].ofTokens(1), standsIn: true }];
    }),
  );
}

/** The same budget of rows. Thresholds of the encoder say nothing of them. */
function rowsAt({ request: { budget }, words }: SweepBudget): ReductionRequest<'rows'> {
  if (budget.kind !== 'thresholds') return { method: 'rows', budget };
  throw new EngineError(
    'bad-input',
    `The budget ${words} is a list of thresholds, and rows have none of the encoder’s`,
    {
      remedy: 'sweep averages, or leave rows out',
    },
  );
}

/** What DyMU left, as the other methods are asked for it: the same number in every view. */
function perView({ tokens, views }: Left): number {
  return Math.max(1, Math.round(tokens / Math.max(1, views)));
}

/** Rows of all shards, in whatever order, as those of one sweep. */
export function joinRows(rows: readonly SweepRow[]): SweepRow[] {
  const sorted = rows.toSorted((a, b) => a.position - b.position);
  const full = sorted.find(({ method }) => method === 'none')?.text.trim();
  return sorted.map((row) => ({
    ...row,
    sameAsFull: full === undefined ? row.sameAsFull : row.text.trim() === full,
  }));
}

/** For every method the first row, from the largest budget on, whose answer is not that of all tokens; methods whose answers never change are left out. */
export function firstChanges(rows: readonly SweepRow[]): FirstChange[] {
  const found = new Map<SweepMethod, FirstChange>();
  for (const { method, budget, tokens, sameAsFull } of rows) {
    if (method === 'none' || sameAsFull !== false || found.has(method)) continue;
    found.set(method, { method, budget, tokens });
  }
  return [...found.values()];
}
