/** The caps on what is read from a checkpoint folder: the one table of them. Not a validation of contents. */

const MB = 1024 * 1024;

/** A hostile folder costs at most this much memory, and seconds, before it is refused. */
export const limits = {
  /** Of one file, and of all shards together. */
  safetensorsHeaderBytes: 100 * MB,
  /** In one file, and in all shards together. Ten times what the largest published models have in all. */
  tensors: 100_000,
  tensorRank: 16,
  configBytes: 4 * MB,
  shardIndexBytes: 16 * MB,
  shards: 1024,
  tokenizerBytes: 64 * MB,
  addedTokens: 100_000,
  templateBytes: 1 * MB,
  /** Nested lists and objects of a JSON file. */
  jsonDepth: 64,
  /** Of a JSON file; the largest tokenizers in use have 1.5 million. */
  jsonValues: 2_000_000,
} as const;
