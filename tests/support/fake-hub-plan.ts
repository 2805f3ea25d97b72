/** What the scripted engine says of models of the hub: one of two billion numbers, half of whose bytes are here. */
import type { DownloadRequest, DownloadResult, HubPlan, HubRequest } from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';

const commit = 'c'.repeat(40);

export function fakePlan({ model, revision = 'main' }: HubRequest): HubPlan {
  if (!/^[\w.-]+\/[\w.-]+$/u.test(model)) {
    throw new EngineError('bad-input', `'${model}' is no name of a model`, { remedy: 'give org/name' });
  }
  const refused = model.startsWith('gated/');
  const needs = (precision: string, needed: number) => ({
    precision,
    needed,
    largest: 1.2 * needed,
    available: 6e9,
    total: 8e9,
    fits: needed <= 6e9 ? ('yes' as const) : needed <= 8e9 ? ('tight' as const) : ('no' as const),
  });
  return {
    name: model,
    revision,
    commit,
    endpoint: 'https://huggingface.co',
    directory: `/cache/models--${model.replace('/', '--')}/snapshots/${commit}`,
    files: [
      { path: 'config.json', bytes: 1200, here: true },
      { path: 'tokenizer.json', bytes: 3_500_000, here: true },
      { path: 'model.safetensors', bytes: 4_400_000_000, here: false },
      {
        path: 'pytorch_model.bin',
        bytes: 4_400_000_000,
        leftOut: 'the weights in a form that is not read here',
      },
    ],
    bytes: { needed: 4_403_501_200, left: 4_400_000_000, all: 8_803_501_200, room: 4_467_108_864 },
    freeBytes: 50e9,
    licence: 'apache-2.0',
    access: refused ? 'refused' : 'open',
    family: refused ? null : 'llava',
    supported: true,
    parameters: refused ? 0 : 2_200_000_000,
    tokensPerView: refused ? 0 : 576,
    memory: refused ? [] : [needs('fp32', 9.4e9), needs('int8', 3.4e9), needs('int4', 2.4e9)],
    notes: [],
  };
}

export function fakeDownload({ name, commit: at }: DownloadRequest): DownloadResult {
  const directory = `/cache/models--${name.replace('/', '--')}/snapshots/${at}`;
  return { name, commit: at, directory, files: 3, fetchedBytes: 4_400_000_000, repaired: [] };
}
