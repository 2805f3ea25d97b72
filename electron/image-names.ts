/** Which files are images by their names. Pure. */

export const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'avif'] as const;

const imageName = new RegExp(`\\.(?:${imageExtensions.join('|')})$`, 'iu');

export function isImageName(name: string): boolean {
  return imageName.test(name);
}
