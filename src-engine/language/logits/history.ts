/** The ids that rules on past tokens look back on: the prompt as the unmerged model reads it, then the answer so far. */

export interface TokenHistory {
  readonly ids: readonly number[];
  readonly promptLength: number; // positions
  /** Every id of prompt and answer once. */
  readonly distinct: ReadonlySet<number>;
  readonly promptDistinct: ReadonlySet<number>;
}

export interface GrowingHistory extends TokenHistory {
  push(id: number): void;
}

export function createHistory(prompt: readonly number[]): GrowingHistory {
  const ids = [...prompt];
  const distinct = new Set(prompt);
  return {
    ids,
    promptLength: prompt.length,
    distinct,
    promptDistinct: new Set(prompt),
    push(id) {
      ids.push(id);
      distinct.add(id);
    },
  };
}
