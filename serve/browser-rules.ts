/** The rules of one browser's port: paths that it may name, places that it may have written to. In the engine process, which reads the files. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PathRules } from '../src-engine/remote/path-rules.ts';
import { isHubName } from '../src-engine/remote/path-roles.ts';
import { outOfReach, type Reach } from './reach.ts';

export interface BrowserPlaces {
  readonly read: Reach;
  /** Of what names other files: nothing that the browser has sent itself. */
  readonly list: Reach;
  /** Of files that the engine's results name; what browsers send themselves is not among them, for all see the same jobs. */
  readonly told: Reach;
  /** The path that a grant stands for, once. */
  readonly claim: (grant: string) => string | undefined;
}

export function browserRules({ read, list, told: mayTell, claim }: BrowserPlaces): PathRules {
  /** Results of the engine name their files, such as the pictures of questions in a folder that is offered. */
  const told = new Set<string>();
  const notTold = (paths: readonly string[]) => paths.filter((path) => !told.has(path));
  return {
    refusedAmong: (paths) => outOfReach(read, notTold(paths)),
    refusedList: (paths) => outOfReach(list, paths),
    // What lies at a path is taken before a repository of that name.
    refusedModel: (models) =>
      outOfReach(
        read,
        notTold(models).filter((model) => !isHubName(model) || existsSync(resolve(model))),
      ),
    claim: (grant) => Promise.resolve(claim(grant)),
    tell: async (paths) => {
      for (const path of new Set(paths)) if ((await isFolder(path)) || (await mayTell(path))) told.add(path);
    },
  };
}

/** A model is one; whoever may name a folder may not name what lies in it. */
async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
