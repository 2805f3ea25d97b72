import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { licence } from '../../electron/licence.ts';

it('the licence that About shows is that of the package', () => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ license: licence });
});
