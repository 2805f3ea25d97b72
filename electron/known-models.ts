/** The model folders that were once in use, the newest first: what is remembered, and whether a folder is still there. The same for every host. Opens no model. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { KnownModel } from './bridge.ts';
import type { RememberedModel, Settings } from './settings-schema.ts';
import type { SettingsStore } from './settings.ts';

export interface ModelList {
  readonly list: () => Promise<KnownModel[]>;
  /** As the one chosen last, now. */
  readonly remember: (model: Omit<RememberedModel, 'usedMs'>) => Promise<KnownModel[]>;
  /** It is the one of the next start no more, either. */
  readonly forget: (directory: string) => Promise<KnownModel[]>;
}

export function createModelList(settings: SettingsStore): ModelList {
  const known = () => rememberedModels(settings.current);

  async function keep(knownModels: RememberedModel[]): Promise<KnownModel[]> {
    await settings.update({ knownModels });
    return lookUp(knownModels);
  }

  return {
    list: () => lookUp(known()),
    remember: (model) => keep(withModel(known(), { ...model, usedMs: Date.now() })),
    forget: async (directory) => {
      const left = withoutModel(known(), directory);
      if (settings.current.model?.directory === directory) await settings.update({ model: null });
      return keep(left);
    },
  };
}

/** As many as the settings keep. */
export const mostKnownModels = 30;

/** Settings of earlier versions know only the model chosen last; it counts as remembered too. */
export function rememberedModels({
  knownModels,
  model,
}: Pick<Settings, 'knownModels' | 'model'>): RememberedModel[] {
  if (model === null || knownModels.some(({ directory }) => directory === model.directory))
    return knownModels;
  return [{ ...model, name: basename(model.directory) }, ...knownModels];
}

export function withModel(known: readonly RememberedModel[], model: RememberedModel): RememberedModel[] {
  return [model, ...withoutModel(known, model.directory)].slice(0, mostKnownModels);
}

export function withoutModel(known: readonly RememberedModel[], directory: string): RememberedModel[] {
  return known.filter((each) => each.directory !== directory);
}

/** In their order, each with whether its folder can be found now; a drive that is not connected is no reason to forget it. */
export function lookUp(known: readonly RememberedModel[]): Promise<KnownModel[]> {
  return Promise.all(
    known.map(async (model) => {
      const there = await stat(model.directory).then(
        (entry) => entry.isDirectory(),
        () => false,
      );
      return { ...model, missing: !there };
    }),
  );
}
