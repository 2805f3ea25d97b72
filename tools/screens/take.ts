/** Plays scenes in a window of their own and takes a picture of each in every size and theme. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { z } from 'zod';
import { openWindow } from '../window/launch.ts';
import { settingsVersion, type settingsSchema } from '../../electron/settings-schema.ts';
import type { Play, Window } from './scene.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

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
export async function take(play: Play, looks: Looks, into: string): Promise<string[]> {
  const data = await mkdtemp(join(tmpdir(), 'dymu-screens-data-'));
  const pictures = await mkdtemp(join(tmpdir(), 'dymu-screens-pictures-'));
  // Nothing is measured by itself: scenes wait until nothing runs.
  await writeFile(join(data, 'settings.json'), JSON.stringify(settingsFor(looks)));
  const window = await openWindow(data, await (play.files?.(pictures) ?? []));
  window.page.setDefaultTimeout(120_000);
  const failed: string[] = [];
  try {
    for (const scene of play.scenes) {
      const wanted = looks.wanted(scene.name);
      if (!wanted && scene.leave !== undefined) continue; // nothing after it builds on it
      try {
        await size(window, looks.sizes[0] ?? { width: 1280, height: 800 });
        await play.begin?.(window);
        await scene.arrange(window);
        if (wanted) await shoot(window, scene.name, looks, into);
        await scene.leave?.(window);
      } catch (error) {
        failed.push(
          `${scene.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
        );
        await window.page.keyboard.press('Escape');
      }
    }
  } finally {
    await window.app.close();
    for (const folder of [data, pictures]) await rm(folder, { recursive: true, force: true });
  }
  return failed;
}

/** As at a first start, with text of that size; nothing is measured by itself. */
function settingsFor({ textSize }: Looks): z.input<typeof settingsSchema> {
  return { version: settingsVersion, textSize, values: { autoMeasure: false } };
}

async function size({ app, page }: Window, { width, height }: Size): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);
  await page.waitForTimeout(300); // canvases paint in the next frames
}

async function shoot(window: Window, name: string, looks: Looks, into: string): Promise<void> {
  for (const each of looks.sizes) {
    await size(window, each);
    for (const theme of looks.themes) {
      await window.page.emulateMedia({
        colorScheme: theme,
        reducedMotion: 'reduce',
        forcedColors: looks.forcedColors ? 'active' : 'none',
      });
      await window.page.waitForTimeout(150);
      const png = await window.page.screenshot({ animations: 'disabled' });
      await mkdir(into, { recursive: true });
      await writeFile(
        join(into, `${name}-${theme}${looks.sizes.length > 1 ? `-${each.width}` : ''}.png`),
        looks.small ? await sharp(png).png({ palette: true, compressionLevel: 9 }).toBuffer() : png,
      );
    }
  }
}
