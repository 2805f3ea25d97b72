/** All readers of hostile input, by name. A server does not exist yet; it gets its line here when it does. */
import type { Target } from './target.ts';
import { databaseTargets } from './targets/database.ts';
import { documentTargets } from './targets/documents.ts';
import { folderTargets } from './targets/folders.ts';
import { messageTargets } from './targets/messages.ts';
import { partTargets } from './targets/parts.ts';
import { pictureTargets } from './targets/pictures.ts';
import { sessionTargets } from './targets/sessions.ts';
import { setTargets } from './targets/sets.ts';
import { tensorTargets } from './targets/tensors.ts';

export const targets: readonly Target[] = [
  ...pictureTargets,
  ...tensorTargets,
  ...folderTargets,
  ...documentTargets,
  ...sessionTargets,
  ...setTargets,
  ...databaseTargets,
  ...partTargets,
  ...messageTargets,
];

export function targetNamed(name: string): Target | undefined {
  return targets.find((target) => target.name === name);
}
