/** What the user has chosen: may be read now, and after a restart without being chosen again. What the window only names is refused. */
import { z } from 'zod';
import { EngineError } from '../src-engine/errors.ts';
import { isHubName } from '../src-engine/remote/path-roles.ts';
import type { PathGrants } from './path-grants.ts';
import type { RememberedModel, Settings } from './settings-schema.ts';
import type { SettingsStore } from './settings.ts';

export interface ChosenPaths {
  /** By a dialog, a drop, the system's "Open with", a command line. */
  readonly chose: (paths: readonly string[]) => Promise<void>;
  /** Throws `bad-input` where one of them has not been chosen. */
  readonly require: (paths: readonly string[]) => void;
  /** As `require`, for a model, which may also be a name on the hub. */
  readonly requireModel: (model: Pick<RememberedModel, 'directory' | 'calibration'>) => void;
}

const mostKept = 500;

export function createChosenPaths(grants: PathGrants, settings: SettingsStore): ChosenPaths {
  let kept = settings.current.readable ?? ofEarlierVersion(settings.current);
  grants.allowRead([...kept, ...rememberedIn(settings.current)]);

  function require(paths: readonly string[]): void {
    const refused = paths.find((path) => !grants.mayRead(path));
    if (refused === undefined) return;
    throw new EngineError('bad-input', `Nobody has chosen ${JSON.stringify(refused)}`, {
      remedy: 'open it by a dialog, or drop it on the window',
    });
  }

  return {
    require,
    requireModel: ({ directory, calibration }) =>
      require([
        ...(isHubName(directory) ? [] : [directory]),
        ...(calibration === undefined ? [] : [calibration]),
      ]),
    chose: async (paths) => {
      grants.allowRead(paths);
      const next = [...new Set([...paths, ...kept])].slice(0, mostKept);
      if (next.length === kept.length && next.every((path, at) => path === kept[at])) return;
      kept = next;
      // It may be read in any case; only after a restart it would have to be chosen again.
      await settings
        .update({ readable: next })
        .catch((error: unknown) => console.error(`What was chosen is not kept: ${String(error)}`));
    },
  };
}

/** Written by this process, from what had been chosen. */
function rememberedIn({ recentImages, knownModels, model }: Settings): string[] {
  const models = model === null ? knownModels : [...knownModels, model];
  return [
    ...recentImages,
    ...models.flatMap(({ directory, calibration }) =>
      calibration === undefined ? [directory] : [directory, calibration],
    ),
  ];
}

const folders = z.object({
  recentFolders: z.array(z.string()).catch([]),
  openFolder: z.string().nullable().catch(null),
});

/** Versions that kept no list of what was chosen had the window keep the folders of collections. */
function ofEarlierVersion({ values }: Settings): string[] {
  const { recentFolders, openFolder } = folders.parse(values);
  return openFolder === null ? recentFolders : [openFolder, ...recentFolders];
}
