import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { migrated } from '../../../electron/settings-migrations.ts';
import { settingsSchema } from '../../../electron/settings-schema.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { createActivities } from '../../../renderer/session/activities.ts';
import { sentenceOf } from '../../../renderer/session/engine-link.ts';
import { fromBytes } from '../../../renderer/session/open-images.ts';
import { readValues } from '../../../renderer/session/saved-values.ts';
import { allOpen, noSizes } from '../../../renderer/state/panes.ts';
import { createTraffic } from '../../../renderer/session/traffic.ts';
import type { Activity } from '../../../renderer/state/status-slice.ts';

afterEach(() => vi.useRealTimers());

describe('createTraffic', () => {
  it('is busy from the first user to the last one', () => {
    const traffic = createTraffic();
    const heard: string[] = [];
    traffic.listen((state) => heard.push(state));
    const [first, second] = [traffic.enter(), traffic.enter()];
    first();
    first();
    expect(traffic.busy).toBe(true);
    second();
    expect(traffic.busy).toBe(false);
    expect(heard).toEqual(['busy', 'idle']);
  });
});

describe('createActivities', () => {
  it('says nothing of what is done in a blink', () => {
    vi.useFakeTimers();
    const show = vi.fn<(activity: Activity | null) => void>();
    const handle = createActivities(show).begin('Encoding');
    vi.advanceTimersByTime(299);
    handle.end();
    vi.advanceTimersByTime(1000);
    expect(show).not.toHaveBeenCalled();
  });

  it('shows the newest of several, then the one before, then nothing', () => {
    vi.useFakeTimers();
    const shown: (string | null)[] = [];
    const activities = createActivities((activity) => shown.push(activity?.words ?? null));
    const first = activities.begin('Loading');
    vi.advanceTimersByTime(300);
    const second = activities.begin('Opening');
    vi.advanceTimersByTime(300);
    second.end();
    first.progress({ stage: 'Loading weights', done: 1, total: 2 });
    first.end();
    expect(shown).toEqual(['Loading', 'Opening', 'Loading', 'Loading weights', null]);
  });
});

describe('sentenceOf', () => {
  it("passes an EngineError's sentence on and keeps its detail apart", () => {
    const error = new EngineError('bad-input', 'x.png is damaged; save it again.', { detail: 'libpng' });
    expect(sentenceOf(error)).toEqual({ text: 'x.png is damaged; save it again.', detail: 'libpng' });
  });

  it('never shows a stack as the message', () => {
    const { text, detail } = sentenceOf(new TypeError('x is undefined'));
    expect(text).not.toContain('undefined');
    expect(detail).toContain('TypeError');
  });
});

describe('fromBytes', () => {
  it('gives the same picture the same identity, another one another', () => {
    const bytes = (last: number) => Uint8Array.of(1, 2, last);
    expect(fromBytes(bytes(3), 'a.png').id).toBe(fromBytes(bytes(3), 'a.png').id);
    expect(fromBytes(bytes(3), 'a.png').id).not.toBe(fromBytes(bytes(4), 'a.png').id);
  });
});

describe('readValues', () => {
  const usual = {
    imageRoute: 'path',
    imageBackend: 'torchvision',
    fastEncoders: [],
    languagePrecisions: {},
    calibrationChoices: {},
    answerRates: {},
    queueAddress: '',
    restoreSession: true,
    shelfSort: 'tokens',
    thresholdPresets: [],
    collectionLayout: 'tiles',
    collectionSort: { field: 'tokens', descending: true },
    collectionTags: {},
    recentFolders: [],
    followFolders: true,
    openFolder: null,
    paneSizes: noSizes,
    openPanes: allOpen,
  };

  it('takes what was saved', () => {
    const opacity = { outlines: 0.2, mosaic: 0.9, heat: 0.5, similarity: 0.4, none: 1 };
    const saved = {
      ...usual,
      overlay: 'heat',
      opacity,
      autoMeasure: false,
      followFolders: false,
      imageRoute: 'object',
      imageBackend: 'pil-12',
      fastEncoders: ['/models/large'],
      languagePrecisions: { '/models/large': 'int4' },
      calibrationChoices: {
        embedded: { shipped: true, own: '/c/mine.json' },
        '/m (int8)': { shipped: true },
      },
      answerRates: { '/models/a': 12.5 },
      paneSizes: { ...noSizes, side: 400 },
      openPanes: { ...allOpen, dialogue: false },
    };
    expect(readValues(saved)).toEqual(saved);
  });

  it('reads what an earlier version has saved, which knew two overlays', () => {
    const stored = readFileSync(join(import.meta.dirname, 'settings-0.1.0.json'), 'utf8');
    const { values } = settingsSchema.parse(migrated(JSON.parse(stored)));
    expect(readValues(values)).toEqual({
      overlay: 'mosaic',
      opacity: { outlines: 0.35, mosaic: 0.9, heat: 0.75, similarity: 0.75, none: 1 },
      autoMeasure: true,
      ...usual,
    });
  });

  it('falls back field by field', () => {
    const first = { outlines: 0.8, mosaic: 1, heat: 0.75, similarity: 0.75, none: 1 };
    expect(readValues({})).toEqual({ overlay: 'outlines', opacity: first, autoMeasure: true, ...usual });
    expect(
      readValues({
        overlay: 'sparkles',
        opacity: { outlines: 7, mosaic: 0.5 },
        imageBackend: 'cv2',
        paneSizes: { ...noSizes, side: -5, shelf: 'wide' },
        openPanes: { ...allOpen, layers: 'no' },
      }),
    ).toEqual({
      overlay: 'outlines',
      opacity: { ...first, mosaic: 0.5 },
      autoMeasure: true,
      ...usual,
    });
  });
});
