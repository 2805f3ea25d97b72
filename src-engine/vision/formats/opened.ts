/** A picture file whose header was read: what it says of itself, and how to get at its pixels. */
import type { Orientation } from '../../engine.ts';
import type { Size } from '../view-plan.ts';
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
