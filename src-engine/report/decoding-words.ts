/** How tokens were chosen, in words: the same on the terminal and in the window. */
import type { Decoding, GenerationInfo, GenerationSetting } from '../engine.ts';

/** "greedy", or "sampled, seed 3"; then the settings in force by where they come from. */
export function decodingWords({ kind, seed, settings }: Decoding, file: string | null): string {
  const how = kind === 'greedy' ? 'greedy' : `sampled, seed ${seed ?? 0}`;
  const rules = settingsWords(settings, file);
  return rules === '' ? how : `${how}; ${rules}`;
}

/** "top_p 0.9 (as asked); repetition_penalty 1.1 (generation_config.json); top_k 50 (default of transformers)"; '' without any. */
export function settingsWords(settings: readonly GenerationSetting[], file: string | null): string {
  const origins = [
    ['request', 'as asked'],
    ['checkpoint', file ?? 'of the checkpoint'],
    ['default', 'default of transformers'],
  ] as const;
  return origins
    .map(([from, words]) => {
      const named = settings.filter((setting) => setting.from === from).map(settingWords);
      return named.length === 0 ? '' : `${named.join(', ')} (${words})`;
    })
    .filter((part) => part !== '')
    .join('; ');
}

export function settingWords({ name, value }: GenerationSetting): string {
  return value === true ? name : `${name} ${String(value)}`;
}

/** What `inspect` says of a checkpoint with settings of its own; undefined for one without. What is not done stands in its notes. */
export function generationWords({ file, samples, greedy, sample }: GenerationInfo): string | undefined {
  if (!samples && ![...greedy, ...sample].some(({ from }) => from === 'checkpoint')) return undefined;
  const names = new Set(greedy.map(({ name }) => name));
  const onlySampled = sample.filter(({ name }) => !names.has(name));
  return [
    samples ? 'greedy unless asked, though the checkpoint would sample' : 'greedy unless asked',
    ...(greedy.length === 0 ? [] : [settingsWords(greedy, file)]),
    `when sampled ${settingsWords(onlySampled, file)}`,
  ].join('; ');
}
