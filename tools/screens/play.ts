/** Plays scenes in a window of their own, one after the other. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { settingsVersion, type settingsSchema } from '../../electron/settings-schema.ts';
import { openWindow } from '../window/launch.ts';
import type { Play, Window } from './scene.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Audience {
  readonly wanted: (name: string) => boolean;
  /** Of the window in which a scene is arranged. */
  readonly size: Size;
  /** % */
  readonly textSize: number;
  /** The scene stands. */
  readonly shown: (window: Window, name: string) => Promise<void>;
}

/** @returns what could not be shown, one line each */
export async function playScenes(play: Play, audience: Audience): Promise<string[]> {
  const data = await mkdtemp(join(tmpdir(), 'dymu-screens-data-'));
  const pictures = await mkdtemp(join(tmpdir(), 'dymu-screens-pictures-'));
  // Nothing is measured by itself: scenes wait until nothing runs.
  await writeFile(join(data, 'settings.json'), JSON.stringify(settingsFor(audience)));
  const window = await openWindow(data, await (play.files?.(pictures) ?? []));
  window.page.setDefaultTimeout(120_000);
  const failed: string[] = [];
  try {
    for (const scene of play.scenes) {
      const wanted = audience.wanted(scene.name);
      if (!wanted && scene.leave !== undefined) continue; // nothing after it builds on it
      try {
        await resize(window, audience.size);
        await play.begin?.(window);
        await scene.arrange(window);
        if (wanted) await audience.shown(window, scene.name);
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
function settingsFor({ textSize }: Audience): z.input<typeof settingsSchema> {
  return { version: settingsVersion, textSize, values: { autoMeasure: false } };
}

export async function resize({ app, page }: Window, { width, height }: Size): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [
    width,
    height,
  ] as const);
  await page.waitForTimeout(300); // canvases paint in the next frames
}
