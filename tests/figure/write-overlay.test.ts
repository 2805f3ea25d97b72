import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { overlaySvg } from '../../src-engine/figure/overlay-svg.ts';
import { writeOverlay } from '../../src-engine/figure/write-overlay.ts';
import { textsOf } from './png-chunks.ts';
import { sampleFigure } from './sample-figure.ts';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'dymu-figure-'))));
afterAll(() => rm(folder, { recursive: true }));

describe('writeOverlay', () => {
  it('writes what the ending asks for, whole', async () => {
    const figure = await sampleFigure();
    await writeOverlay(join(folder, 'a.svg'), figure);
    await writeOverlay(join(folder, 'b.PNG'), figure);
    expect(await readFile(join(folder, 'a.svg'), 'utf8')).toBe(overlaySvg(figure).svg);
    expect(textsOf(await readFile(join(folder, 'b.PNG')))).toHaveProperty('dymu-parameters');
    expect((await readdir(folder)).toSorted()).toEqual(['a.svg', 'b.PNG']);
  });

  it('refuses other endings and places that do not exist', async () => {
    const figure = await sampleFigure();
    await expect(writeOverlay(join(folder, 'a.jpg'), figure)).rejects.toMatchObject({
      code: 'bad-input',
      message: `A figure is written as .png or .svg, but "${join(folder, 'a.jpg')}" ends in neither; rename it.`,
    });
    await expect(writeOverlay(join(folder, 'no', 'a.svg'), figure)).rejects.toMatchObject({
      code: 'bad-input',
    });
  });
});
