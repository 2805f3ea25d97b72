/** What of Electron's own files goes into a package. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Target } from '../target.ts';

/**
 * The window speaks English. Chromium's texts are those of its own parts: menus of text fields, file dialogs that are not the system's, form
 * checks. It does not start without one language and falls back to this one for every other.
 */
const language = 'en-US';
const languageOnMac = 'en.lproj';

/** Chromium's list of licences: 20 MB of HTML that nothing opens but a reader. */
const notices = 'LICENSES.chromium.html';

/**
 * Stands in for a graphics processor in WebGL, which the window does not use. Where there is none, Electron 42 does not load it: everything is drawn
 * by the processor, with this library and without it, and the window outlives as many ends of the graphics process.
 */
const softwareGraphics = ['libvk_swiftshader.so', 'vk_swiftshader_icd.json'] as const;

/** @param folder of the runtime, unpacked: on macOS the one with Electron.app in it */
export async function trimElectron(folder: string, { platform }: Target): Promise<void> {
  if (platform === 'darwin') {
    const framework = 'Electron.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Resources';
    await keepOnly(join(folder, framework), (name) => !name.endsWith('.lproj') || name === languageOnMac);
  } else {
    await keepOnly(join(folder, 'locales'), (name) => name === `${language}.pak`);
  }
  if (platform === 'linux')
    for (const name of softwareGraphics) await rm(join(folder, name), { force: true });
  const text = await readFile(join(folder, notices));
  await writeFile(join(folder, `${notices}.gz`), gzipSync(text, { level: 9 }));
  await rm(join(folder, notices));
}

async function keepOnly(folder: string, keeps: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!keeps(name)) await rm(join(folder, name), { recursive: true });
  }
}
