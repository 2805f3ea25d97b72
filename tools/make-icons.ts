/** Renders assets/icon/*.svg to the PNG sizes, icon.ico and icon.icns: `npx tsx tools/make-icons.ts`. Run it after changing a drawing. */
import { readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { IconPng } from './icon-containers.ts';
import { packIcns, packIco } from './icon-containers.ts';

const folder = new URL('../assets/icon/', import.meta.url);
const sides = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** Up to here the simpler drawing is used, whose edges lie on whole pixels. */
const smallUpTo = 32;

async function render(side: number): Promise<IconPng> {
  const drawing =
    side <= smallUpTo ? { file: 'icon-small.svg', units: 16 } : { file: 'icon.svg', units: 1024 };
  const svg = await readFile(new URL(drawing.file, folder));
  const density = (72 * side) / drawing.units; // px per inch: rasterised at the final size, never scaled afterwards
  const png = await sharp(svg, { density }).resize(side, side).png({ compressionLevel: 9 }).toBuffer();
  return { side, png };
}

const icons = await Promise.all(sides.map(render));
await Promise.all(icons.map(({ side, png }) => writeFile(new URL(`${side}x${side}.png`, folder), png)));
await writeFile(new URL('icon.ico', folder), packIco(icons.filter(({ side }) => side <= 256)));
await writeFile(new URL('icon.icns', folder), packIcns(icons));
