/** The caps on what is read from a model folder, beside those on every file: the one table of them. */

const MB = 1024 * 1024;

export const folderLimits = {
  configBytes: 4 * MB,
  shardIndexBytes: 16 * MB,
  shards: 1024,
  tokenizerBytes: 64 * MB,
  addedTokens: 100_000,
  templateBytes: 1 * MB,
  templates: 64,
} as const;
