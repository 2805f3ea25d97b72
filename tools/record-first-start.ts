/**
 * Records what the window shows before the engine has loaded anything: writes assets/first-start.json with the embedded model's own results.
 * Run after every change of assets/pocket, its calibration or the first picture of the shelf: npm run record:first-start
 */
import { join } from 'node:path';
import { writeAtomically } from '../src-engine/files/atomic-write.ts';
import { bundledAssets } from '../src-engine/bundled/assets.ts';
import { firstStartFileName, formatRecording } from '../src-engine/bundled/first-start-file.ts';
import { readFirstStart } from '../src-engine/bundled/first-start.ts';
import { recordFirstStart, safeMargin } from './first-start-recording.ts';

const repeats = 5;

const assets = bundledAssets();
const path = join(assets, firstStartFileName);
const { recording: made, margin } = await recordFirstStart(assets, repeats);
await writeAtomically(path, formatRecording(made));
const { picture, question, encoding, answers } = (await readFirstStart(assets)).recording;
console.log(`${path}: ${picture}, "${question}"`);
console.log(`all tokens (${encoding.fullTokens}): ${answers.full.text.trim()}`);
console.log(`merged (${encoding.tokens}): ${answers.merged.text.trim()}`);
if (margin < safeMargin) {
  console.log(
    `A score lies ${margin.toExponential(1)} from its threshold: other processors may merge otherwise.`,
  );
}
