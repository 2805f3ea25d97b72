import { expect, it } from 'vitest';
import { windowTitle } from '../../../renderer/words/session-words.ts';

it.each([
  [undefined, null, 'DyMU Explorer'],
  ['anchor.png', null, 'anchor.png – DyMU Explorer'],
  [
    'anchor.png',
    { name: 'week.dymu-session', changed: false },
    'anchor.png – week.dymu-session – DyMU Explorer',
  ],
  [undefined, { name: 'week.dymu-session', changed: true }, 'week.dymu-session (changed) – DyMU Explorer'],
] as const)('the title of %s in %o is "%s"', (picture, file, title) => {
  expect(windowTitle(picture, file)).toBe(title);
});
