/** Takes a picture of each scene in every size and theme. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { playScenes, resize, type Size } from './play.ts';
import type { Play, Window } from './scene.ts';

export interface Looks {
  readonly sizes: readonly Size[];
  readonly themes: readonly ('light' | 'dark')[];
  readonly forcedColors: boolean;
  /** % */
  readonly textSize: number;
  readonly wanted: (name: string) => boolean;
  /** With few colours: a file that is kept takes a third of the room, and some seconds more. */
  readonly small: boolean;
}

/** @returns what could not be shown, one line each */
export function take(play: Play, looks: Looks, into: string): Promise<string[]> {
  return playScenes(play, {
    ...looks,
    size: looks.sizes[0] ?? { width: 1280, height: 800 },
    shown: (window, name) => shoot(window, name, looks, into),
  });
}

async function shoot(window: Window, name: string, looks: Looks, into: string): Promise<void> {
  for (const each of looks.sizes) {
    await resize(window, each);
    for (const theme of looks.themes) {
      await window.page.emulateMedia({
        colorScheme: theme,
        reducedMotion: 'reduce',
        forcedColors: looks.forcedColors ? 'active' : 'none',
      });
      await window.page.waitForTimeout(150);
      const png = await (looks.textSize === 100
        ? window.page.screenshot({ animations: 'disabled' })
        : enlarged(window));
      await mkdir(into, { recursive: true });
      await writeFile(
        join(into, `${name}-${theme}${looks.sizes.length > 1 ? `-${each.width}` : ''}.png`),
        looks.small ? await sharp(png).png({ palette: true, compressionLevel: 9 }).toBuffer() : png,
      );
    }
  }
}

/** A page that is enlarged: of it the other way takes only the upper left part. */
async function enlarged({ app }: Window): Promise<Buffer> {
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return image?.toPNG().toString('base64');
  });
  if (png === undefined) throw new Error('There is no window.');
  return Buffer.from(png, 'base64');
}
