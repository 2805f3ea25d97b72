import { describe, expect, it } from 'vitest';
import {
  modeOf,
  modeParts,
  modeRequest,
  movedMode,
  tokensAsked,
  usualModes,
  wholeTable,
  whyNotMode,
  withoutMode,
} from '../../../../renderer/state/evaluation/modes.ts';
import { planModes } from '../../../../src-engine/evaluation/equal-modes.ts';
import { fakeModel } from '../../../support/fake-engine.ts';

const bare = { ...fakeModel, calibration: null };

describe('a mode', () => {
  it.each(['full', 'dymu:low', 'dymu:90', 'tome:35%', 'pool:0.2', 'dymu:mid:no-vtu', 'tome=dymu:low'])(
    '%s is taken apart and put together',
    (mode) => {
      expect(modeOf(modeParts(mode)!)).toBe(mode);
    },
  );

  it.each(['fast', 'dymu', 'dymu:many', 'full:3', 'tome:low'])('%s is none', (mode) => {
    expect(modeParts(mode)).toBeNull();
    expect(whyNotMode(mode, fakeModel, [])).toMatch(/^An amount is /);
  });

  it('says what it asks of the encoder, in tokens where that is known', () => {
    expect(modeRequest('tome:35%')).toEqual({ method: 'tome', budget: { kind: 'share', share: 0.35 } });
    expect(modeRequest('tome=dymu:low')).toBeNull();
    const tokens = (mode: string, info = fakeModel) => tokensAsked(modeRequest(mode)!, info);
    expect(tokens('full')).toBe(fakeModel.tokensPerView);
    expect(tokens('tome:50%')).toBe(fakeModel.tokensPerView / 2);
    expect(tokens('dymu:low')).toBe(Math.round(fakeModel.calibration!.presets.low));
    expect(tokens('dymu:low', bare)).toBeNull();
  });
});

describe('lists of modes', () => {
  it('begin with all tokens and the presets, or with counts where there is no calibration', () => {
    expect(usualModes(fakeModel)).toEqual(['full', 'dymu:high', 'dymu:mid', 'dymu:low']);
    expect(usualModes(bare)).toEqual(['full', 'tome:68%', 'tome:34%', 'tome:15%']);
  });

  it.each([fakeModel, bare])('of the whole table can be read by the engine', (info) => {
    const modes = wholeTable(info);
    expect(planModes(modes)).toHaveLength(modes.length);
    expect(modes).toHaveLength(info.calibration === null ? 14 : 17);
  });

  it('lose with a mode those that follow it, and are put in another order', () => {
    expect(withoutMode(['full', 'dymu:low', 'tome=dymu:low', 'pool:9'], 'dymu:low')).toEqual([
      'full',
      'pool:9',
    ]);
    expect(movedMode(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b']);
    expect(movedMode(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
  });

  it('refuse what is there already, what has no calibration, and what follows nothing', () => {
    expect(whyNotMode('full', fakeModel, ['full'])).toBe('This mode is in the list already.');
    expect(whyNotMode('dymu:low', bare, ['full'])).toMatch(/no calibration/);
    expect(whyNotMode('tome=dymu:low', fakeModel, ['full'])).toMatch(/not in the list/);
    expect(whyNotMode('tome=dymu:low', fakeModel, ['full', 'dymu:low'])).toBeNull();
  });
});
