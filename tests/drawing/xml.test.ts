import { describe, expect, it } from 'vitest';
import { escapeXml } from '../../src-engine/drawing/xml.ts';

describe('escapeXml', () => {
  it('keeps markup from being markup', () => {
    expect(escapeXml(`<a b="c" d='e'>&</a>`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;&lt;/a&gt;');
  });

  it('replaces what no XML document may hold, and nothing else', () => {
    expect(escapeXml('a\u0000b\u001fc\ufffed\ud800e')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
    expect(escapeXml('tab\t line\n · é 漢 😀')).toBe('tab\t line\n · é 漢 😀');
  });
});
