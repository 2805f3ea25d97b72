import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const sources = ['src-engine', 'electron', 'renderer'].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(top, name).replaceAll('\\', '/')),
);
const having = (form: RegExp) => sources.filter((file) => form.test(readFileSync(join(root, file), 'utf8')));

describe('the packages of the queue', () => {
  it('are imported by one file, which is loaded when a queue is asked for', () => {
    expect(having(/^(?:import|export) (?!type ).*from '(?:bullmq|ioredis)'/m)).toEqual([
      'src-engine/queue/packages.ts',
    ]);
    expect(having(/(?:from|^import) '[^']*\/packages\.ts'/m)).toEqual(['src-engine/queue/connect.ts']); // its types
    expect(having(/import type \* as packages from '\.\/packages\.ts'/)).toEqual([
      'src-engine/queue/connect.ts',
    ]);
    expect(having(/await import\('\.\/packages\.ts'\)/)).toEqual(['src-engine/queue/connect.ts']);
  });

  it('may be left out of an installation', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    expect(manifest['optionalDependencies']).toMatchObject({ bullmq: '6.7.0', ioredis: '6.0.0' });
    expect(manifest['dependencies']).not.toHaveProperty('bullmq');
  });
});
