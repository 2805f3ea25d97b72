/** Opens the folder of an encoder alone: its config, its image processor and its weights. Tokenizer and text half are not looked at. */
import type { ImageBackend } from '../engine.ts';
import { visionTensors } from '../families/parts/expected-tensors.ts';
import { parseImageProcessor } from '../families/parts/processor.ts';
import { singleView } from '../families/parts/single-view.ts';
import { towerStoredName, type TowerFamily } from '../families/towers.ts';
import type { TowerCheckpoint } from './checkpoint.ts';
import { encoderFingerprint } from './fingerprint.ts';
import type { ModelFolder } from './folder.ts';
import { readTowerWeights } from './read-weights.ts';
import { checkHasWeights } from './tensor-index.ts';
import { parameterCount } from './weights.ts';

/** Throws `bad-checkpoint` or `unsupported`, naming file and field. */
export async function openTower(
  folder: ModelFolder,
  family: TowerFamily,
  imageBackend: ImageBackend,
): Promise<TowerCheckpoint> {
  const vision = family.vision(folder.config);
  await checkHasWeights(folder.directory);
  const processor = parseImageProcessor(folder.preprocessor, folder.processor, imageBackend);
  const expected = visionTensors(vision);
  const { weights, notes } = await readTowerWeights(
    folder,
    expected,
    { vision },
    { storedName: towerStoredName },
  );
  return {
    kind: 'tower',
    directory: folder.directory,
    spec: {
      family: family.name,
      name: folder.name,
      vision,
      preprocess: singleView(processor, vision.imageSize),
    },
    weights,
    expected,
    encoderFingerprint: await encoderFingerprint(vision, weights),
    parameters: parameterCount(expected),
    notes,
  };
}
