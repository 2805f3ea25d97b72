/** A picture file whose header was read: what it says of itself, and how to get at its pixels. */
import type { Orientation } from '../../engine.ts';
import type { Size } from '../view-plan.ts';
import type { RgbRows } from '../rgb-image.ts';
import type { Samples } from './samples.ts';

export interface OpenedPicture extends Size {
  /** Its tag; 1 without one. */
  readonly orientation: Orientation;
  /** Pillow turns it while it loads it, by either route. */
  readonly alwaysTurned?: boolean;
  /** It can be read at less than its full size, in much less memory. */
  readonly reducible: boolean;
  /** Sentences for the user. */
  readonly notes?: readonly string[];
  /**
   * As `read`, into a temporary file, for opaque pictures of formats that can be decoded by rows. Absent: it cannot be done. Nothing
   * comes back where the file system or the picture does not allow it: reading it then says what is wrong, or does without a file.
   */
  spool?(size?: Size): Promise<RgbRows | undefined>;
  /**
   * As stored, not turned. @param size smaller than the picture where it is to be reduced. Rejects with anything: the caller knows the
   * file's name.
   */
  read(size?: Size): Promise<Samples>;
}

/** Why a file is not read although it is whole. The caller puts its name in front. */
export class NotRead extends Error {
  override readonly name = 'NotRead';
  readonly remedy: string;

  /** @param fact what follows the file's name: 'holds CIELAB colours, which are not read' */
  constructor(fact: string, remedy: string) {
    super(fact);
    this.remedy = remedy;
  }
}
