/** Everything that there is to see, a window each. */
import type { Play } from '../scene.ts';
import { collectionPlay } from './collection.ts';
import { disturbedPlay } from './disturbed.ts';
import { evaluatePlay } from './evaluate.ts';
import { explorePlay } from './explore.ts';
import { framePlay } from './frame.ts';
import { modelsPlay } from './models.ts';

export const plays: readonly Play[] = [
  explorePlay,
  framePlay,
  modelsPlay,
  collectionPlay,
  evaluatePlay,
  disturbedPlay,
];
