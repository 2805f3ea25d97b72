/** What a tower keeps when it merges, by the name of the case: the paper's three budgets as shares of the tokens. */
export const keptShares = { '68 %': 0.68, '34 %': 0.34, '15 %': 0.15 } as const;
