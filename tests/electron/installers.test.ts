import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

describe('the installer configurations', () => {
  it.each(['electron-builder.yml', 'forge.config.ts'])('%s names only icons that exist', (file) => {
    const text = readFileSync(resolve(root, file), 'utf8');
    const named = [...text.matchAll(/assets\/icon\/[\w.-]+/g)].map(([path]) => path);
    expect(named.length).toBeGreaterThan(1);
    for (const path of named) {
      // Forge appends the ending that the platform wants.
      const candidates = path.endsWith('/icon') ? ['.ico', '.icns'].map((ending) => path + ending) : [path];
      for (const candidate of candidates) expect(existsSync(resolve(root, candidate)), candidate).toBe(true);
    }
  });
});
