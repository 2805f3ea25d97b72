import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { imageExtensions } from '../../electron/image-files.ts';
import { desktopEntry, sharedMimeInfo } from '../../packaging/linux/desktop.ts';
import {
  associations,
  executableName,
  iconSizes,
  imageAssociations,
  productName,
} from '../../packaging/metadata.ts';
import { root } from './root.ts';

describe('what packages say', () => {
  it('names the images that the window opens, each of them', () => {
    const claimed = imageAssociations.flatMap(({ extensions }) => extensions);
    expect([...claimed].sort()).toEqual([...imageExtensions].sort());
  });

  it('is what package.json says', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ productName, name: executableName });
  });

  it('has an icon of every size, and those of Windows and macOS', () => {
    const files = [...iconSizes.map((size) => `${size}x${size}.png`), 'icon.svg', 'icon.ico', 'icon.icns'];
    expect(files.filter((file) => !existsSync(join(root, 'assets/icon', file)))).toEqual([]);
    for (const size of iconSizes) {
      const png = readFileSync(join(root, `assets/icon/${size}x${size}.png`));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
  });
});

describe('the menu entry', () => {
  const entry = desktopEntry('dymu-explorer');

  it('starts the program with the files and lists every kind of file', () => {
    expect(entry).toContain('\nExec=dymu-explorer %F\n');
    expect(entry).toContain(`\nMimeType=${associations.map(({ mime }) => `${mime};`).join('')}\n`);
    expect(entry).toContain('\nCategories=Science;ArtificialIntelligence;ImageProcessing;Graphics;\n');
  });

  it('has one line a key, each once', () => {
    const keys = entry
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('=')[0]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the kinds of files', () => {
  it('define our own and no image', () => {
    const xml = sharedMimeInfo();
    expect(xml).toContain('<glob pattern="*.dymu-calibration"/>');
    expect(xml).toContain('<glob pattern="*.dymu-session"/>');
    expect(xml).not.toContain('image/');
  });
});
