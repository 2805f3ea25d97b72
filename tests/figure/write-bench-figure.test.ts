import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeBenchFigure } from '../../src-engine/figure/write-bench-figure.ts';
import { benchDocument } from '../../src-engine/report/bench-document.ts';
import { fakeBench } from '../support/fake-bench.ts';
import { emptyFolder } from '../support/scratch.ts';

const report = fakeBench({ subject: { kind: 'shape', shape: 'llava-ov-0.5b' } });

it('is written as PNG with the document of the report beside the pixels', async () => {
  const path = join(await emptyFolder(), 'bench.png');
  await writeBenchFigure(path, report);
  const bytes = await readFile(path);
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.toString('utf8')).toContain(JSON.stringify(benchDocument(report)));
});
