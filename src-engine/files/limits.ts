/** The caps on any safetensors or JSON file, whoever reads it: the one table of them. Not a validation of contents. */

const MB = 1024 * 1024;

/** A hostile file costs at most this much memory, and seconds, before it is refused. */
export const limits = {
  /** Of one file, and of all shards together. */
  safetensorsHeaderBytes: 100 * MB,
  /** In one file, and in all shards together. Ten times what the largest published models have in all. */
  tensors: 100_000,
  tensorRank: 16,
  /** Nested lists and objects of a JSON file. */
  jsonDepth: 64,
  /** Of a JSON file; the largest tokenizers in use have 1.5 million. */
  jsonValues: 2_000_000,
} as const;
