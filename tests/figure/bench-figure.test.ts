import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchFigure, writeBenchFigure } from '../../src-engine/figure/bench-figure.ts';
import { fakeBench } from '../support/fake-bench.ts';
import { emptyFolder } from '../support/scratch.ts';

const report = fakeBench({ subject: { kind: 'shape', shape: 'llava-ov-0.5b' } });

describe('the figure of a measurement', () => {
  it('draws encoder and first token, measured and by arithmetic, and carries the report', () => {
    const svg = benchFigure(report);
    for (const words of ['Encoder', 'Encoder, arithmetic', 'First token', 'First token, arithmetic'])
      expect(svg).toContain(`aria-label="${words}"`);
    const metadata = /<metadata>(.*)<\/metadata>/u.exec(svg)?.[1]?.replaceAll('&quot;', '"') ?? '';
    expect(JSON.parse(metadata)).toEqual(report);
    expect(svg).not.toContain('NaN');
  });

  it('has one line for an encoder alone, and says what was scaled', () => {
    const alone = benchFigure(fakeBench({ subject: { kind: 'shape', shape: 'clip-l-336' } }));
    expect(alone).not.toContain('First token');
    const scaled = fakeBench({ subject: { kind: 'shape', shape: 'llava-1.5-7b' }, languageLayers: 'fit' });
    expect(benchFigure(scaled)).toContain('8 of 32 layers measured and scaled');
  });

  it('is written as PNG with the report beside the pixels', async () => {
    const path = join(await emptyFolder(), 'bench.png');
    await writeBenchFigure(path, report);
    const bytes = await readFile(path);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.toString('utf8')).toContain(JSON.stringify(report));
  });
});
