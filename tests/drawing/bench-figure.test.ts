import { describe, expect, it } from 'vitest';
import { benchFigure } from '../../src-engine/drawing/bench-figure.ts';
import { benchDocument } from '../../src-engine/report/bench-document.ts';
import { fakeBench } from '../support/fake-bench.ts';

const report = fakeBench({ subject: { kind: 'shape', shape: 'llava-ov-0.5b' } });

describe('the figure of a measurement', () => {
  it('draws encoder and first token, measured and by arithmetic, and carries the document of the report', () => {
    const svg = benchFigure(report);
    for (const words of ['Encoder', 'Encoder, arithmetic', 'First token', 'First token, arithmetic'])
      expect(svg).toContain(`aria-label="${words}"`);
    const metadata = /<metadata>(.*)<\/metadata>/u.exec(svg)?.[1]?.replaceAll('&quot;', '"') ?? '';
    expect(JSON.parse(metadata)).toEqual(benchDocument(report));
    expect(svg).not.toContain('NaN');
  });

  it('has a bar for all tokens and for every budget, with the stages that were measured', () => {
    const svg = benchFigure(report);
    for (const words of ['Where the time goes:', 'preprocess', 'prefill', 'All tokens', '34 %', '5.05 s'])
      expect(svg).toContain(`aria-label="${words}"`);
    expect(svg).toContain('<title>encode 2.00 s</title>');
  });

  it('has one line for an encoder alone, and says what was scaled', () => {
    const alone = benchFigure(fakeBench({ subject: { kind: 'shape', shape: 'clip-l-336' } }));
    expect(alone).not.toContain('First token');
    expect(alone).not.toContain('aria-label="prefill"');
    const scaled = fakeBench({ subject: { kind: 'shape', shape: 'llava-1.5-7b' }, languageLayers: 'fit' });
    expect(benchFigure(scaled)).toContain('8 of 32 layers measured and scaled');
  });

  it('takes no mark-up from the name of a model', () => {
    const named = benchFigure({ ...report, shape: 'a <b> & "c"' });
    expect(named).toContain('<title>a &lt;b&gt; &amp; &quot;c&quot;: time against tokens kept</title>');
  });
});
