import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../../../renderer/session/deps.ts';
import { createEncodeLoop } from '../../../../renderer/session/encode-loop.ts';
import {
  createThresholdSession,
  type ThresholdSession,
} from '../../../../renderer/session/thresholds/thresholds.ts';
import { sessionOf } from '../../../../renderer/session/write-session.ts';
import { takeUp } from '../../../../renderer/session/take-up-session.ts';
import { readValues } from '../../../../renderer/session/saved-values.ts';
import { setThreshold } from '../../../../renderer/state/thresholds/acts.ts';
import { selectCustom, selectThresholds } from '../../../../renderer/state/thresholds/selectors.ts';
import { readThresholds } from '../../../../src-engine/cli/thresholds-file.ts';
import { sessionText } from '../../../../src-engine/session-file/document.ts';
import { parseSession } from '../../../../src-engine/session-file/read-session.ts';
import { eventually } from '../../../support/eventually.ts';
import { inScratch } from '../../../cli/harness.ts';
import { createDeps, ready } from '../parts.ts';

let deps: Deps;
let thresholds: ThresholdSession;
const state = () => deps.store.getState();
const said = () => state().notices.at(-1)?.text;
const six = [0.9, 0.91, 0.92, 0.93, 0.94, 0.95];
const file = (content: unknown) =>
  new File([typeof content === 'string' ? content : JSON.stringify(content)], 'mine.json');

beforeEach(async () => {
  deps = createDeps();
  thresholds = createThresholdSession(deps);
  await ready(deps);
});

describe('a file of thresholds', () => {
  it('is in force at once, under its name, and can be taken back', async () => {
    await thresholds.take(file({ thresholds: six, name: 'careful' }));
    expect(selectCustom(state())).toEqual({ encoder: 'fake-encoder', name: 'careful', values: six });
    state().undo();
    expect(selectCustom(state())).toBeNull();
  });

  it('is what the command line reads, number by number', async () => {
    await thresholds.take(file({ thresholds: six }));
    await inScratch(async (folder) => {
      const path = join(folder, 't.json');
      await writeFile(path, thresholds.text() ?? '');
      await expect(readThresholds(path)).resolves.toEqual(six);
    });
    expect(JSON.parse(thresholds.text() ?? '')).toEqual({
      ...{ encoder: 'fake-encoder', model: 'fake-vlm' },
      thresholds: six,
    });
  });

  it.each([
    [
      '{',
      'mine.json is not valid JSON; give a file with {"thresholds":[0.9, ...]}, one number per executed layer.',
    ],
    [{ thresholds: [] }, /^mine\.json is no file of thresholds \(thresholds: .*; give a file with/],
    [{ thresholds: ['0.9'] }, /^mine\.json is no file of thresholds \(thresholds\.0: /],
    [
      { thresholds: [0.9] },
      'mine.json has 1 threshold, but the encoder of fake-vlm executes 6 layers; it takes one each.',
    ],
    [
      { thresholds: six, encoder: 'other' },
      'mine.json was made for another vision encoder than that of fake-vlm; the same numbers mean something else there.',
    ],
  ])('BAD CALL - %j is refused in one sentence, and changes nothing', async (content, sentence) => {
    await thresholds.take(file(content));
    expect(said()).toMatch(sentence);
    expect(state().choices.thresholds).toBeNull();
  });
});

it('the overlay follows a threshold that is dragged; the last one wins', async () => {
  const loop = createEncodeLoop(deps);
  loop.refresh();
  await eventually(() => expect(state().shown?.encoding.tokens).toBeGreaterThan(0));
  await thresholds.take(file({ thresholds: six }));
  for (let step = 1; step <= 20; step += 1) setThreshold(deps.store, 2, 0.92 - step / 100, 'drag');
  await eventually(() => expect(state().shown?.encoding.views[0]?.thresholds[2]).toBe(0.72));
  expect(selectThresholds(state())[2]).toBe(0.72);
  loop.dispose();
});

describe('a session', () => {
  it('has them, also among the steps that can be undone, and takes them up again', () => {
    setThreshold(deps.store, 2, 0.5); // nothing is encoded yet: nothing to move
    expect(state().choices.thresholds).toBeNull();
    const custom = { encoder: 'fake-encoder', name: 'careful', values: six };
    state().choose({ thresholds: custom });
    state().choose({ tokens: 100 });
    const bytes = new TextEncoder().encode(sessionText(sessionOf(state(), null)));
    const session = parseSession(bytes, 'x');
    expect(session.choices).not.toHaveProperty('thresholds'); // earlier versions read it
    const here = { samples: [], embedded: null, origin: null, cutOff: '', jobs: 'alive' as const };
    const { choices, history } = takeUp({ session, bytes: [], left: [] } as never, here).state;
    expect(choices.thresholds).toBeNull();
    expect(history.past.at(-1)?.thresholds).toEqual(custom);
  });
});

describe('saved presets', () => {
  const preset = { name: 'careful', encoder: 'e', model: 'm', values: six };

  it('come back; one that cannot be read is left out, not all of them', () => {
    expect(readValues({ thresholdPresets: [preset, { name: 'broken' }] }).thresholdPresets).toEqual([preset]);
    expect(readValues({ thresholdPresets: 'none' }).thresholdPresets).toEqual([]);
    expect(readValues({}).thresholdPresets).toEqual([]);
  });
});
