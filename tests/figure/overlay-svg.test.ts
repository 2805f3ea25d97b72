import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { figureOf } from '../../src-engine/figure/figure.ts';
import { overlaySvg } from '../../src-engine/figure/overlay-svg.ts';
import { withMeans } from '../../src-engine/figure/view-means.ts';
import { encoding, picture, sampleFigure } from './sample-figure.ts';

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

describe('overlaySvg', () => {
  it('is a document of its own with the picture inside', async () => {
    const { svg, width, height } = overlaySvg(await sampleFigure());
    expect([width, height]).toEqual([992, 729]); // 960 x 640 and margins; two lines of caption below
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
    expect(svg).toContain('href="data:image/png;base64,iVBOR');
    expect(svg).not.toMatch(/href="(?!data:|#)/);
    expect(await sharp(Buffer.from(svg)).metadata()).toMatchObject({ format: 'svg', width, height });
  });

  it('embeds the parameters of the run so that they come back unchanged', async () => {
    const model = `<script>alert("1 & 2")</script> ]]> 'é'`;
    const figure = await sampleFigure({ model });
    const { svg } = overlaySvg(figure);
    const [, metadata] = /<metadata>([^<]*)<\/metadata>/.exec(svg) ?? [];
    expect(JSON.parse(unescape(metadata ?? ''))).toEqual(figure.parameters);
    expect(svg).not.toContain('<script');
    await expect(sharp(Buffer.from(svg)).metadata()).resolves.toBeDefined(); // still well-formed
  });

  it('names what it shows for those who cannot see it', async () => {
    const { svg } = overlaySvg(await sampleFigure());
    expect(svg).toContain('<title>pocket</title>');
    expect(svg).toContain(
      '<desc>2 of 6 tokens (33 %) · DyMU, target average 2 · 2 layers · image backend pil, route object</desc>',
    );
    expect(svg).toContain('aria-label="pocket"');
  });

  it('puts crops into a second panel, each where it lies in the picture', async () => {
    const [base] = encoding.views;
    const crop = { ...base!, region: { x: 150, y: 0, width: 150, height: 200 } };
    const { svg, width } = overlaySvg(await sampleFigure({ views: [base!, crop, crop] }));
    expect(svg.match(/<use /g)).toHaveLength(2);
    expect(width).toBe(2 * 960 + 3 * 16);
    expect(svg).toContain('M800 0L800 640'); // the crop's line: (150 + 150 * 2 / 3) * 3.2
    expect(svg).toContain('M640 0L640 640'); // the base view's
  });

  it('tints fewer groups of every crop the more crops share a panel', async () => {
    const [base] = encoding.views;
    const owner = Int32Array.of(0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1); // two groups of three
    const tints = async (views: number) => {
      const { svg } = overlaySvg(
        await sampleFigure({ views: Array.from({ length: views }, () => ({ ...base!, owner })) }),
      );
      return svg.match(/fill-opacity="0.4"/g)?.length;
    };
    expect(await tints(1)).toBe(2);
    expect(await tints(1 + 3)).toBe(2 + 3 * 2);
    expect(await tints(1 + 6)).toBe(2 + 6);
  });

  it('explains the colours of the heat in a row below the caption', async () => {
    const plain = overlaySvg(await sampleFigure());
    const { svg, height } = overlaySvg({ ...(await sampleFigure()), overlay: 'heat' });
    expect(plain.svg).not.toContain('aria-label="Legend"');
    expect(height).toBe(plain.height + 21); // one line of 15 units
    expect(svg).toContain('aria-label="Patches per token"');
    expect(svg).toContain('aria-label="2+"'); // a quarter of six patches, two at least
  });

  it('paints the mosaic from the picture itself', async () => {
    const figure = await withMeans({ ...(await sampleFigure()), overlay: 'mosaic' });
    expect(figure.views[0]?.means).toEqual(Uint8ClampedArray.of(128, 128, 128, 128, 128, 128));
    expect(overlaySvg(figure).svg).toContain('fill="rgb(128 128 128)"');
  });

  it('veils what no view covers', async () => {
    const [view] = encoding.views;
    const centre = { ...view!, region: { x: 50, y: 0, width: 200, height: 200 } };
    const { svg } = overlaySvg(await sampleFigure({ views: [centre] }));
    const at = await pixelsOf(svg);
    expect(at(16 + 40, 336)).toEqual([64, 64, 64]); // outside the centre crop, half as bright
    expect(at(16 + 700, 20)).not.toEqual([64, 64, 64]);
  });

  it('leaves the picture bare where the group is small, tints the large one', async () => {
    const at = await pixelsOf(overlaySvg(await sampleFigure()).svg);
    expect(at(16 + 800, 16 + 100)).toEqual([128, 128, 128]);
    const [r, g, b] = at(16 + 100, 16 + 100);
    expect(Math.max(r!, g!, b!) - Math.min(r!, g!, b!)).toBeGreaterThan(30);
  });

  it('writes the caption without any font', async () => {
    const { svg, width, height } = overlaySvg(await sampleFigure());
    expect(svg).not.toContain('<text');
    const caption = await sharp(Buffer.from(svg))
      .extract({ left: 0, top: 664, width, height: height - 664 })
      .greyscale()
      .raw()
      .toBuffer();
    const ink = caption.filter((value) => value < 128).length / caption.length;
    expect(ink).toBeGreaterThan(0.01);
    expect(ink).toBeLessThan(0.1);
  });

  it('keeps room for the caption beside a tall, narrow picture', async () => {
    const tall = { ...(await picture()), width: 10, height: 2000 };
    const { width, svg } = overlaySvg(figureOf(encoding, { method: 'none' }, tall));
    expect(width).toBe(480);
    expect(svg).toContain('aria-label="2 of 6 tokens (33 %) · no merging · 2 layers · image backend');
  });
});

/** Reads one pixel of the rendered figure, rgb. */
async function pixelsOf(svg: string): Promise<(x: number, y: number) => number[]> {
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
}
