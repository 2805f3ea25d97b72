import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  createPageHandler,
  isOwnPage,
  pressableStyle,
} from '../../electron/app-protocol.ts';

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
    const response = await handle({ url: 'dymu://app/index.html', method: 'GET' });
    expect(await response.text()).toBe('<h1>hello</h1>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });

  it('only reads', async () => {
    const response = await handle({ url: 'dymu://app/index.html', method: 'POST' });
    expect(response.status).toBe(405);
  });

  it.each([
    'dymu://app/missing.js',
    'dymu://app/',
    'dymu://app/..%2fsecret.txt',
    'dymu://app/%2e%2e/secret.txt',
    'dymu://other/index.html',
    'dymu://app/index.html%00.js',
    'dymu://app/%ff',
    'dymu://app/%2fetc/passwd',
  ])('has nothing at %s', async (url) => {
    expect((await handle({ url, method: 'GET' })).status).toBe(404);
  });
});

describe('contentSecurityPolicy', () => {
  it('lets nothing in that stands in the page as text', () => {
    expect(contentSecurityPolicy).not.toContain('unsafe');
    expect(contentSecurityPolicy).toContain("require-trusted-types-for 'script'");
  });

  it('names no host, no wildcard and no eval', () => {
    expect(contentSecurityPolicy).not.toMatch(/https?:|ws:|\*|unsafe-eval/);
    expect(contentSecurityPolicy).toContain("default-src 'none'");
  });
});

describe('pressableStyle', () => {
  it('is the hash of what the installed react-aria writes', () => {
    const from = createRequire(import.meta.url).resolve('react-aria/package.json');
    const source = readFileSync(join(dirname(from), 'dist/private/interactions/usePress.mjs'), 'utf8');
    const text = /style\.textContent = `([^`]*)`\.trim\(\)/.exec(source)?.[1];
    const attribute = /PRESSABLE_ATTRIBUTE = '([^']*)'/.exec(source)?.[1];
    const style = text?.replace(/\$\{[^}]*\}/, attribute ?? '').trim() ?? '';
    expect(pressableStyle).toBe(`sha256-${createHash('sha256').update(style).digest('base64')}`);
  });
});

describe('isOwnPage', () => {
  it('knows our page from lookalikes', () => {
    expect(isOwnPage('dymu://app/index.html#explore')).toBe(true);
    expect(isOwnPage('dymu://app.example/index.html')).toBe(false);
    expect(isOwnPage('https://example.com/dymu://app/')).toBe(false);
  });
});
