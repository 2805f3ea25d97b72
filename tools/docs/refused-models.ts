/** Writes docs/refused-models.md from the table of kinds of models that are refused: `npx tsx tools/docs/refused-models.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { z } from 'zod';
import { towerModelTypes } from '../../src-engine/families/towers.ts';
import {
  nearestSupported,
  refusedModelTypes,
  whyUnsupported,
} from '../../src-engine/families/unsupported.ts';

const root = join(import.meta.dirname, '..', '..');
export const refusedModelsFile = join(root, 'docs', 'refused-models.md');

/** Kinds that transformers has no class for: their checkpoints bring code of their own. */
const ownCode: Readonly<Record<string, string>> = {
  deepseek_vl_v2: 'DeepSeek-VL2',
  internvl_chat: 'InternVL',
  kimi_vl: 'Kimi-VL',
  minicpmo: 'MiniCPM-o',
  minicpmv: 'MiniCPM-V',
  molmo: 'Molmo',
  ovis: 'Ovis',
  phi3_v: 'Phi-3 Vision',
  phi4mm: 'Phi-4 multimodal',
};

const intro = `# Models that are refused

Every kind of model (\`model_type\` in \`config.json\`) that is refused by name, with the reason that the program gives and the nearest family that runs. The name is that of its classes in transformers 5.24, or its publisher's. [Models](models.md) says what runs, and what the reasons mean.

_Written by \`npx tsx tools/docs/refused-models.ts\` from \`src-engine/families/unsupported.ts\`; a test holds it against that._

| \`model_type\` | name | does not run, because | nearest |
| --- | --- | --- | --- |
`;

/** The whole page, as prettier writes it. Throws where a kind has no name. */
export async function refusedModelsText(): Promise<string> {
  const listed = readFileSync(join(root, 'tests', 'fixtures', 'families', 'model-types.json'), 'utf8');
  const { called } = z.object({ called: z.record(z.string(), z.string()) }).parse(JSON.parse(listed));
  // Encoders that open alone are refused only where a language model is wanted.
  const refused = refusedModelTypes.filter((type) => !towerModelTypes.includes(type));
  const rows = refused.toSorted().map((type) => {
    const name = called[type] ?? ownCode[type];
    if (name === undefined) throw new Error(`${type} has no name: add one, or run golden.model_types again.`);
    return `| \`${type}\` | ${name} | ${whyUnsupported(type) ?? ''} | ${nearestSupported(type) ?? ''} |\n`;
  });
  const options = { parser: 'markdown', printWidth: 110, singleQuote: true } as const;
  return format(intro + rows.join(''), options);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(refusedModelsFile, await refusedModelsText());
