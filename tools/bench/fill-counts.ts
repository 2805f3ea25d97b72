/**
 * Writes made-up counts of every image of a folder into a database, as if the embedded model had counted them: for trying and measuring the window
 * with many images. A calibration of nine points and ten thousand images would take the encoder an hour.
 */
import { tmpdir } from 'node:os';
import { bundledCalibrations, bundledModel } from '../../src-engine/bundled/assets.ts';
import { countTable } from '../../src-engine/collection/count-table.ts';
import { encoderKey } from '../../src-engine/collection/keys.ts';
import { lookAtAll } from '../../src-engine/collection/look-at-all.ts';
import { scanFolder } from '../../src-engine/collection/scan-folder.ts';
import { rulerOf } from '../../src-engine/collection/ruler.ts';
import { pointCounts } from '../../src-engine/collection/wanted.ts';
import { openDatabase } from '../../src-engine/database/database.ts';
import { deviceLadder } from '../../src-engine/inference/devices.ts';
import { loadModel } from '../../src-engine/inference/loaded-model.ts';
import { createPictureStore } from '../../src-engine/vision/picture-store.ts';

/** @param data the folder of the database; @returns how many files were looked at */
export async function fillCounts(data: string, pictures: string): Promise<number> {
  const model = await loadModel(
    { directory: bundledModel() },
    {
      chooseDevice: () => deviceLadder('cpu', 0).choose(),
      choosePrecision: () => Promise.resolve('fp32'),
      copiesDirectory: tmpdir(),
      calibrationDirectories: [bundledCalibrations()],
      images: createPictureStore({ route: 'path' }),
      signal: undefined,
      onProgress: undefined,
    },
  );
  const database = openDatabase(data);
  try {
    const { files } = await scanFolder(pictures);
    const seen = await lookAtAll(database, files, { route: 'path' });
    const table = countTable(database);
    const encoder = table.encoder(encoderKey(model));
    const { patches } = model.checkpoint.spec.vision;
    const points = pointCounts(model, rulerOf(model)).map(({ key }, index) => ({
      plan: table.plan(key),
      mean: model.calibration?.info.points[index]?.mean ?? 0,
    }));
    database.transaction(() => {
      for (const [index, { file, state }] of seen.entries()) {
        if (state.kind !== 'image') continue;
        // Larger files keep more, with some chance in it, as real pictures do.
        const complexity = Math.min(1.8, 0.3 + file.bytes / 2000 + 0.3 * Math.sin(index * 12.9898));
        for (const { plan, mean } of points) {
          const tokens = Math.max(1, Math.min(patches, Math.round(mean * complexity)));
          table.put(encoder, state.content, plan, { views: 1, tokens });
        }
      }
    });
    return seen.length;
  } finally {
    database.close();
    await model.release();
  }
}
