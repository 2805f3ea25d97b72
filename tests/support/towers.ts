/** Encoders alone that transformers wrote, small and with random weights, and the features that it gives of one picture (tools/golden/towers.py). */
import path from 'node:path';

export const towerFolders = ['clip', 'clip-vision', 'siglip', 'siglip-vision'] as const;
export type TowerFolder = (typeof towerFolders)[number];

export const towerFolder = (name: TowerFolder): string =>
  path.join(import.meta.dirname, '../fixtures/checkpoint/towers', name);

/** The picture that their features are of. */
export const towerPicture = path.join(import.meta.dirname, '../fixtures/golden/llava15-clip/image.png');
