/** Which files are taken for images before anybody has looked into them. */
import { extname } from 'node:path';

const endings = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.tif', '.tiff', '.avif']);

/** By its ending; whether it is one, the engine finds out. */
export function isImageName(name: string): boolean {
  return endings.has(extname(name).toLowerCase());
}
