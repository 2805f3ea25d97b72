/** Caps on what a checkpoint's template and a user's question may cost. One table, no logic. */

export interface JinjaLimits {
  /** Characters of the template's source. */
  readonly source: number;
  /** Evaluated nodes, and for every value on the way its list entries and each 64 of its characters; chat templates need a few thousand. */
  readonly steps: number;
  /** Characters of any string that comes up on the way, the result included. */
  readonly text: number;
  /** Entries of any list that comes up on the way. */
  readonly list: number;
  /** Macros in macros, loops that run themselves, lists in lists. */
  readonly depth: number;
}

export const jinjaLimits: JinjaLimits = {
  source: 262_144,
  steps: 250_000,
  text: 1_048_576,
  list: 10_000,
  depth: 200,
};

export interface PromptLimits {
  readonly questionCharacters: number;
  /** Tokens of text; image positions are bounded by the model's context alone. */
  readonly textTokens: number;
}

export const promptLimits: PromptLimits = { questionCharacters: 262_144, textTokens: 8_192 };

/** Largest token id believed; the biggest vocabularies in use stay under 300,000. */
export const maxTokenId = 2_000_000;

/** Of one text to ids or back; real tokenizers need a few for a long prompt. */
export const tokenizerMilliseconds = 3_000;
