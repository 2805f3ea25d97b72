import { expect, it } from 'vitest';
import { restWords } from '../../../renderer/words/rest-words.ts';

it.each([
  ['ready', 'ready', 'Ready'],
  ['ready', 'failed', 'No model is loaded'],
  ['ready', 'loading', 'Starting'],
  ['starting', 'none', 'Starting'],
  ['restarting', 'ready', 'Starting the engine again'], // what was loaded has gone with it
  ['failed', 'ready', 'Engine stopped'],
] as const)(
  'with an engine that is %s and a model that is %s the bottom line says "%s"',
  (engine, model, words) => {
    expect(restWords(engine, model)).toBe(words);
  },
);
