/** The table of a sweep before anything is answered: which row asks what. Pure. */
import type { MethodName, Shard, SweepBudget, SweepRequest } from '../engine.ts';

export interface SweepStep {
  readonly position: number; // in the table
  readonly method: MethodName;
  readonly words: string; // of the budget
  /** Null where all tokens are kept. */
  readonly budget: SweepBudget | null;
}

/** All tokens first, then every budget by every method. */
export function sweepSteps({ budgets, methods }: Pick<SweepRequest, 'budgets' | 'methods'>): SweepStep[] {
  const full = { method: 'none', words: '100%', budget: null } as const;
  const others = budgets.flatMap((budget) =>
    methods.map((method) => ({ method, words: budget.words, budget })),
  );
  return [full, ...others].map((step, position) => ({ position, ...step }));
}

/** Those of one shard: as cards are dealt, so that every machine gets large and small budgets. */
export function stepsOf(request: SweepRequest): SweepStep[] {
  const { index, count }: Shard = request.shard ?? { index: 1, count: 1 };
  return sweepSteps(request).filter(({ position }) => position % count === index - 1);
}
