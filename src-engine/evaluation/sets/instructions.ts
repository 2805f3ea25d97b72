/** What evaluations usually add to questions, word for word as LLaVA's do (docs/Evaluation.md at c121f04): other models were measured with it. */

export const shortAnswer = 'Answer the question using a single word or phrase.';
export const letterOnly = "Answer with the option's letter from the given choices directly.";
