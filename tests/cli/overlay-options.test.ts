import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOverlay } from '../../src-engine/cli/overlay-options.ts';

describe('readOverlay', () => {
  it('wants no picture unless it is asked for one', async () => {
    expect(await readOverlay({})).toBeUndefined();
  });

  it.each(['outlines', 'mosaic', 'heat', 'none'] as const)('draws it as %s', async (mode) => {
    const path = resolve('tokens.svg');
    expect(await readOverlay({ overlay: 'tokens.svg', overlayMode: mode })).toEqual({ path, mode });
  });

  it('draws outlines unless it is told otherwise', async () => {
    expect(await readOverlay({ overlay: 'tokens.png' })).toMatchObject({ mode: 'outlines' });
  });

  it('refuses a mode that is none, and one without a file', async () => {
    await expect(readOverlay({ overlay: 'tokens.svg', overlayMode: 'glow' })).rejects.toThrow(
      '--overlay-mode takes one of outlines, mosaic, heat, similarity, none, and "glow" is not one.',
    );
    await expect(readOverlay({ overlayMode: 'heat' })).rejects.toThrow(
      '--overlay-mode heat (how many patches each token stands for) belongs to --overlay FILE; give both.',
    );
  });
});
