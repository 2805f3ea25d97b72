/** The caps on what is read from a checkpoint folder: the one table of them. Not a validation of contents. */

const MB = 1024 * 1024;

/** A hostile folder costs at most this much memory before it is refused. */
export const limits = {
  safetensorsHeaderBytes: 100 * MB,
  configBytes: 4 * MB,
  shardIndexBytes: 64 * MB,
  tokenizerBytes: 128 * MB,
  templateBytes: 1 * MB,
  shards: 1024,
  tensorRank: 16,
} as const;
