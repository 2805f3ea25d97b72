import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy, createPageHandler, isOwnPage } from '../../electron/app-protocol.ts';

describe('createPageHandler', () => {
  let folder = '';
  let handle: ReturnType<typeof createPageHandler>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-page-'));
    await writeFile(join(folder, 'index.html'), '<h1>hello</h1>');
    await writeFile(join(folder, '..', 'secret.txt'), 'secret');
    handle = createPageHandler(folder);
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
    await rm(join(folder, '..', 'secret.txt'));
  });

  it('serves a file with its type and the policy', async () => {
    const response = await handle({ url: 'dymu://app/index.html' });
    expect(await response.text()).toBe('<h1>hello</h1>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  it.each([
    'dymu://app/missing.js',
    'dymu://app/',
    'dymu://app/..%2fsecret.txt',
    'dymu://app/%2e%2e/secret.txt',
    'dymu://other/index.html',
  ])('has nothing at %s', async (url) => {
    expect((await handle({ url })).status).toBe(404);
  });
});

describe('contentSecurityPolicy', () => {
  it('names no host, no wildcard and no eval', () => {
    expect(contentSecurityPolicy).not.toMatch(/https?:|ws:|\*|unsafe-eval/);
    expect(contentSecurityPolicy).toContain("default-src 'none'");
  });
});

describe('isOwnPage', () => {
  it('knows our page from lookalikes', () => {
    expect(isOwnPage('dymu://app/index.html#explore')).toBe(true);
    expect(isOwnPage('dymu://app.example/index.html')).toBe(false);
    expect(isOwnPage('https://example.com/dymu://app/')).toBe(false);
  });
});
