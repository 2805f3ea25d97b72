/**
 * Asks the embedded model everything about the sample pictures and lets the shelf suggest what it answers well: writes
 * assets/samples/answers.json and the scenes of assets/shelf.json, by the rule in suggestions.ts.
 * Run after every change of assets/pocket, its calibration or the samples: npm run choose:questions
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { writeAtomically } from '../src-engine/files/atomic-write.ts';
import { bundledAssets } from '../src-engine/bundled/assets.ts';
import { shelfFileName } from '../src-engine/bundled/shelf.ts';
import { askSamples } from './ask-samples.ts';
import { answersFile, mergedModes, readSamples, type SampleAnswers } from './sample-answers.ts';
import { shelfScenes } from './suggestions.ts';

const assets = bundledAssets();
const shelfPath = join(assets, shelfFileName);
const shelfSchema = z.strictObject({
  version: z.literal(1),
  pictures: z.array(z.looseObject({ kind: z.enum(['scene', 'photo']) })),
});

let stage = '';
const answers = await askSamples(assets, (progress) => {
  if (progress.stage === stage) return;
  stage = progress.stage;
  console.error(stage);
});
const samples = await readSamples(assets);
await writeAtomically(join(assets, answersFile), `${JSON.stringify(answers, undefined, 1)}\n`);

const shelf = shelfSchema.parse(JSON.parse(await readFile(shelfPath, 'utf8')));
const photos = shelf.pictures.filter(({ kind }) => kind === 'photo');
const pictures = [...shelfScenes(samples, answers), ...photos];
const style = { ...(await resolveConfig(shelfPath)), parser: 'json' };
await writeAtomically(shelfPath, await format(JSON.stringify({ ...shelf, pictures }), style));
tell(answers);

function tell({ samples: asked }: SampleAnswers): void {
  const all = asked.flatMap(({ answers: given }) => given);
  const percent = (count: number): string => `${((100 * count) / all.length).toFixed(1)} %`;
  const right = all.filter((one) => one.right).length;
  console.log(
    `${all.length} questions about ${asked.length} samples, right with all tokens: ${percent(right)}`,
  );
  for (const mode of mergedModes) {
    const other = all.filter(({ changes }) => changes[mode] !== undefined).length;
    console.log(`${mode}: other words in ${percent(other)}`);
  }
}
