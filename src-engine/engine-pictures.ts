/** What the engine's interface says about pictures: where they come from, how they are read, and what is open. */

/**
 * As what a picture reaches the model's processor. `path`: as transformers' `load_image` reads a file, turned as its orientation tag says
 * and transparency dropped. `object`: as a picture opened by Pillow, as it is stored and transparent parts laid on white.
 */
export type ImageRoute = 'path' | 'object';

/**
 * Whose arithmetic pictures are resized and normalised with, to the bit: torchvision's, which is transformers' default, that of Pillow 13,
 * or that of the Pillows before it, which narrowed every picture before they shortened it.
 */
export type ImageBackend = 'torchvision' | 'pil' | 'pil-12';

/** EXIF's codes: 1 as stored, 3 half a turn, 6 and 8 a quarter turn right and left; 2, 4, 7 and 5 the same, mirrored. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** `drop`: the colours that lie beneath, but a single colour that stands for transparency turns white. `white`: laid on white. */
export type Transparency = 'drop' | 'white';

/** How one picture is to be read; what is not said is as the route does it. */
export interface ImageReading {
  readonly route?: ImageRoute; // the engine's unless said
  /** Turned like this, whatever the file says. */
  readonly orientation?: Orientation;
  readonly transparency?: Transparency;
}

/** As what a picture stands in a question, which decides how some models cut it: by itself, as one of several images, or as a video's frame. */
export type PictureRole = 'alone' | 'several' | 'frame';

/** How a picture was read. */
export interface ReadingInForce {
  readonly route: ImageRoute;
  readonly orientation: Orientation;
  /** The file's own tag, 1 without one. */
  readonly storedOrientation: Orientation;
  /** Something in it is not opaque, so that `transparency` matters. */
  readonly transparent: boolean;
  readonly transparency: Transparency;
}

/** How a picture became what the encoder was given. */
export interface PictureRead extends ReadingInForce {
  readonly backend: ImageBackend;
}

/** An image as a caller has it. The engine decodes; callers never do. */
export type ImageSource =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly reading?: ImageReading;
      readonly frame?: number; // of an animation, from 0; the first one unless said
    }
  | {
      readonly kind: 'bytes'; // pasted or dropped without a path
      readonly bytes: Uint8Array;
      readonly name: string;
      readonly reading?: ImageReading;
      readonly frame?: number;
    }
  | { readonly kind: 'pixel-values'; readonly path: string }; // safetensors, [1, 3, H, W] or [1, views, 3, H, W]; skips preprocessing

/** A picture by its source, or one that the engine has open. */
export type ImageRef = ImageSource | { readonly kind: 'open'; readonly id: string };

/** A picture that the engine has decoded and can use again. */
export interface OpenImage {
  readonly id: string;
  readonly name: string;
  readonly width: number; // px of the picture as it is read, at full size
  readonly height: number;
  readonly decodeMs: number; // reading and decoding; part of `imageDecodeMs` of what is computed from it
  readonly reading: ReadingInForce;
  /** Of an animation: how many frames it has. Absent for still pictures, and for one frame of an animation. */
  readonly frames?: number;
  /** Sentences about how it was read: turned, transparent, shrunk. */
  readonly notes: readonly string[];
}

/** The pixels that the model is given, as PNG: turned and flattened as the picture is read. */
export interface Preview {
  readonly png: Uint8Array;
  readonly width: number; // px of the source
  readonly height: number;
}
