import { expect, it } from 'vitest';
import { findings } from '../../../tools/supply/check.ts';

it.each(findings())('$subject of this project: nothing to say', ({ sentences }) => {
  expect(sentences).toEqual([]);
});
