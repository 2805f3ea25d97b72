/** What every kind of package says of the application: names, words, categories, what it opens. */

/** As package.json has them. */
export const productName = 'DyMU Explorer';
export const executableName = 'dymu-explorer';
export const appId = 'app.dymu.explorer';

/** One line, no full stop: Debian's synopsis, the menu entry's comment. */
export const summary = 'See and steer how much a vision-language model looks at an image';
/** Paragraphs. */
export const description = [
  'A vision-language model gives every patch of an image a token, whether it shows a face or an empty sky. DyMU merges similar tokens inside the vision encoder, more in simple images and fewer in complex ones. This application runs that on your machine, draws the merged tokens on the picture, gives you one budget slider, and puts the answers with and without merging side by side, each with its measured cost.',
  'It brings a small model of its own, opens Hugging Face checkpoints as they are, and has a command line, dymu, which needs no display.',
] as const;

export const maintainer = 'The DyMU Explorer authors';
/** Nobody answers there: packages need an address, and the project has none yet. Releases give their own (maintainer.ts). */
export const maintainerAddress = 'dymu-explorer@localhost';
export const licence = 'MIT';
export const keywords = [
  'vision-language',
  'token merging',
  'tokens',
  'inference',
  'machine learning',
] as const;

/** Of the freedesktop.org menu specification; a main category and additional ones that go with it. */
export const linuxCategories = ['Science', 'ArtificialIntelligence', 'ImageProcessing', 'Graphics'] as const;
export const macCategory = 'public.app-category.graphics-design';
/** Debian's and RPM's names of what kind of program it is. */
export const debianSection = 'science';
export const rpmGroup = 'Applications/Engineering';

export interface Association {
  readonly mime: string;
  readonly extensions: readonly string[]; // without the dot
  readonly name: string;
}

/** Kinds of images that the window opens, by the names of their files (electron/image-files.ts). */
export const imageAssociations: readonly Association[] = [
  { mime: 'image/png', extensions: ['png'], name: 'PNG image' },
  { mime: 'image/jpeg', extensions: ['jpg', 'jpeg'], name: 'JPEG image' },
  { mime: 'image/webp', extensions: ['webp'], name: 'WebP image' },
  { mime: 'image/gif', extensions: ['gif'], name: 'GIF image' },
  { mime: 'image/bmp', extensions: ['bmp'], name: 'BMP image' },
  { mime: 'image/tiff', extensions: ['tif', 'tiff'], name: 'TIFF image' },
  { mime: 'image/avif', extensions: ['avif'], name: 'AVIF image' },
];

/** A kind of file of our own: `dymu calibrate --out x.dymu-calibration`. Other names (`.json`) are opened too, but not claimed. */
export const calibrationAssociation: Association = {
  mime: 'application/vnd.dymu.calibration+json',
  extensions: ['dymu-calibration'],
  name: 'DyMU calibration',
};

/** Another: what is on screen, with its pictures. */
export const sessionAssociation: Association = {
  mime: 'application/vnd.dymu.session+json',
  extensions: ['dymu-session'],
  name: 'DyMU session',
};

/** Both are JSON. */
export const ownAssociations: readonly Association[] = [calibrationAssociation, sessionAssociation];

export const associations: readonly Association[] = [...imageAssociations, ...ownAssociations];

/** px, of assets/icon/NxN.png, the names that electron-builder looks for in a folder; made by tools/make-icons.ts. */
export const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
