import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { describe, expect, it } from 'vitest';
import { installerConfiguration } from '../../packaging/installers.ts';
import { root } from './root.ts';

const configuration = installerConfiguration('out/make', {});

describe("electron-builder's configuration", () => {
  it('is one that electron-builder takes', async () => {
    await expect(validateConfiguration(configuration, new DebugLogger(false))).resolves.toBeUndefined();
    const misspelt: object = { ...configuration, linux: { ...configuration.linux, categorie: 'Science' } };
    await expect(validateConfiguration(misspelt, new DebugLogger(false))).rejects.toThrow(
      'configuration.linux should be',
    );
  });

  it('names icons that are there', () => {
    const { win, mac, linux } = configuration;
    for (const icon of [win?.icon, mac?.icon, linux?.icon]) {
      expect(typeof icon === 'string' && existsSync(join(root, icon)), String(icon)).toBe(true);
    }
  });

  it('uploads nothing and asks before it installs', () => {
    expect(configuration.publish).toBeNull();
    expect(configuration.nsis).toMatchObject({ oneClick: false, perMachine: false });
  });
});
