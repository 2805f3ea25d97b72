import { describe, expect, it } from 'vitest';
import { heat, heatColour } from '../../../src-engine/overlay/modes/heat.ts';
import { viewOf } from '../view.ts';

describe('heatColour', () => {
  it('goes from violet at one patch to yellow at the end of the scale, and stays there', () => {
    expect(heatColour(1, 64)).toBe('rgb(68 1 84)');
    expect(heatColour(64, 64)).toBe('rgb(253 231 37)');
    expect(heatColour(200, 64)).toBe('rgb(253 231 37)');
  });

  it('takes equal steps for equal ratios', () => {
    expect(heatColour(4, 4 ** 5)).toBe('rgb(65 68 135)'); // the second of six stops
    expect(heatColour(16, 4 ** 5)).toBe('rgb(42 120 142)');
  });
});

describe('heat', () => {
  it('colours tokens by size: one of four patches, two single ones', () => {
    const { fills } = heat.draw(viewOf([0, 0, 1, 0, 0, 2], 2, 3));
    const colours = [0, 1, 2].map((token) => fills.at(-1)?.colourOf(token));
    expect(colours).toEqual(['rgb(253 231 37)', 'rgb(68 1 84)', 'rgb(68 1 84)']);
  });

  it('explains its colours: patches per token, the last step and more', () => {
    const { title, steps } = heat.legend({ rows: 16, columns: 16 });
    expect(title).toBe('Patches per token');
    expect(steps.map(({ text }) => text)).toEqual(['1', '4', '16', '64+']);
    expect(steps[0]?.colour).toBe('rgb(68 1 84)');
  });
});
