/** What a tokenizer is made of: the parsed files, as they are, and what the rest of the folder says about them. Types only. */

export interface TokenizerSource {
  /** tokenizer.json. */
  readonly json: object;
  /** tokenizer_config.json; empty where there is none. */
  readonly config: object;
  /** `model_type` of config.json: it decides which class of transformers reads the files. */
  readonly modelType?: string | undefined;
  /** special_tokens_map.json and added_tokens.json, which count only where `config` has no `added_tokens_decoder`. */
  readonly specialTokensMap?: object | undefined;
  readonly addedTokens?: object | undefined;
  /** A token for an image's place that the files do not have, with an id of ours. */
  readonly placeholder?: { readonly id: number; readonly content: string } | undefined;
}
