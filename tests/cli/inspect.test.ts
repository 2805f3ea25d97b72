import { describe, expect, it } from 'vitest';
import { bundledModel } from '../../src-engine/bundled.ts';
import type { Engine } from '../../src-engine/engine.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { cli } from './harness.ts';

describe('dymu inspect', () => {
  it('says what a folder holds', async () => {
    const { out } = await cli(['inspect', '/models/x']);
    expect(out).toBe(
      [
        'family          llava',
        'runs here       yes',
        'encoder         6 layers, width 64, 256 tokens per view',
        'language model  6 layers, width 64',
        'parameters      6.0 M',
        'weights         fp32 24 MB',
        '',
      ].join('\n'),
    );
  });

  it('says why a model does not run', async () => {
    const refusing = (): Engine => {
      const engine = createFakeEngine();
      const inspect = async (directory: string) => ({
        ...(await engine.inspect(directory)),
        supported: false,
        reason: 'Its family is new.',
      });
      return { ...engine, inspect };
    };
    const { status, out } = await cli(['inspect', '/models/x'], { engine: refusing() });
    expect(status).toBe(0);
    expect(out).toContain('runs here       no: Its family is new.');
    const json = await cli(['inspect', '/models/x', '--json'], { engine: refusing() });
    expect(JSON.parse(json.out)).toMatchObject({ supported: false, reason: 'Its family is new.' });
  });

  it('looks at the embedded model when no folder is named', async () => {
    let asked = '';
    const engine = createFakeEngine();
    const listening = {
      ...engine,
      inspect: (directory: string) => {
        asked = directory;
        return engine.inspect(directory);
      },
    };
    await cli(['inspect', '--json'], { engine: listening });
    expect(asked).toBe(bundledModel());
  });

  it('prints the fields of the contract', async () => {
    const { out } = await cli(['inspect', '/models/x', '--json']);
    expect(JSON.parse(out)).toEqual({
      family: 'llava',
      supported: true,
      vision: { layers: 6, width: 64, patches: 256 },
      text: { layers: 6, width: 64 },
      parameters: 6_000_000,
      bytes: { fp32: 24_000_000 },
      tokensPerView: 256,
    });
  });
});
