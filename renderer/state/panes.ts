/** Where shelf, picture, layers, side and dialogue lie in Explore, as arithmetic: from the room, the user's wishes and the picture's shape to sizes. [css px] */

export const explorePanes = ['shelf', 'side', 'dialogue', 'layers'] as const;
export type ExplorePane = (typeof explorePanes)[number];

/** What has a size of its own: the layers have two, beside the picture and below it. */
export const sizedPanes = ['shelf', 'side', 'dialogue', 'layersBeside', 'layersBelow'] as const;
export type SizedPane = (typeof sizedPanes)[number];

/** Null where the user has wished for nothing. */
export type PaneSizes = Readonly<Record<SizedPane, number | null>>;
export type OpenPanes = Readonly<Record<ExplorePane, boolean>>;

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** A size and how far it may go. */
export interface Span {
  readonly size: number;
  readonly least: number;
  readonly most: number;
}

export interface PaneLayout {
  readonly kind: 'panes';
  /** Null where the pane is closed. */
  readonly shelf: Span | null;
  readonly side: Span | null;
  readonly dialogue: Span | null;
  readonly layers: (Span & { readonly at: 'beside' | 'below' }) | null;
}

export interface PresentationLayout {
  readonly kind: 'presentation';
  /** Where the large words stand, and how much of the room they take. */
  readonly words: { readonly at: 'beside' | 'below'; readonly size: number };
}

/** `column`: too narrow for panes, everything below each other and scrolled. */
export type ExploreLayout = { readonly kind: 'column' } | PaneLayout | PresentationLayout;

export interface LayoutWish {
  readonly sizes: PaneSizes;
  readonly open: OpenPanes;
  readonly presenting: boolean;
  /** Width by height of the picture. */
  readonly aspect: number;
}

export const noSizes: PaneSizes = {
  shelf: null,
  side: null,
  dialogue: null,
  layersBeside: null,
  layersBelow: null,
};
export const allOpen: OpenPanes = { shelf: true, side: true, dialogue: true, layers: true };

const narrowest = 800; // of panes; below it they are a column
const toolbar = 41;
const margin = 8; // around the picture
const leastPicture = 200;
const leastBeside = 200;
const mostBeside = 560;
const leastBelow = 88;
const wordsBeside = 330;
const wordsBelow = 132;

export function exploreLayout(room: Room, wish: LayoutWish): ExploreLayout {
  if (wish.presenting) return presentation(room, wish.aspect);
  if (room.width < narrowest) return { kind: 'column' };
  return panes(room, wish);
}

function panes(room: Room, { sizes, open, aspect }: LayoutWish): PaneLayout {
  const usual = usualSizes(room);
  const sides = open.side ? usual.side : 0;
  const shelf = open.shelf
    ? span(sizes.shelf ?? usual.shelf, 88, Math.min(420, room.width - leastPicture - sides))
    : null;
  const besideShelf = room.width - (shelf?.size ?? 0);
  const side = open.side
    ? span(sizes.side ?? usual.side, 232, Math.min(720, besideShelf - leastPicture))
    : null;
  const dialogue = open.dialogue
    ? span(sizes.dialogue ?? usual.dialogue, 120, room.height - toolbar - leastPicture)
    : null;
  const centre = {
    width: besideShelf - (side?.size ?? 0),
    height: room.height - (dialogue?.size ?? 0) - toolbar,
  };
  return { kind: 'panes', shelf, side, dialogue, layers: open.layers ? layers(centre, sizes, aspect) : null };
}

/** Beside the picture where it is larger that way and both find room, else below it. */
function layers(centre: Room, sizes: PaneSizes, aspect: number): PaneLayout['layers'] {
  const free = centre.width - Math.ceil((centre.height - 2 * margin) * aspect + 2 * margin);
  const beside = span(
    sizes.layersBeside ?? Math.min(mostBeside, Math.max(leastBeside, free)),
    leastBeside,
    centre.width - leastPicture,
  );
  const usualBelow = centre.height < 420 ? 92 : 116;
  const below = span(sizes.layersBelow ?? usualBelow, leastBelow, centre.height - leastPicture);
  const there = pictureArea({ ...centre, width: centre.width - beside.size }, aspect);
  const here = pictureArea({ ...centre, height: centre.height - below.size }, aspect);
  const fits = centre.width >= leastPicture + leastBeside;
  return fits && there > here ? { at: 'beside', ...beside } : { at: 'below', ...below };
}

function presentation(room: Room, aspect: number): PresentationLayout {
  const there = pictureArea({ ...room, width: room.width - wordsBeside }, aspect);
  const here = pictureArea({ ...room, height: room.height - wordsBelow }, aspect);
  // What the picture leaves over at the side is the words', as long as lines do not get too long to read.
  const free = room.width - Math.ceil((room.height - 2 * margin) * aspect + 2 * margin);
  return there >= here
    ? { kind: 'presentation', words: { at: 'beside', size: Math.min(720, Math.max(wordsBeside, free)) } }
    : { kind: 'presentation', words: { at: 'below', size: wordsBelow } };
}

function usualSizes({ width, height }: Room): Record<'shelf' | 'side' | 'dialogue', number> {
  const [shelf, side] = width < 1136 ? [112, 280] : width < 1800 ? [132, 328] : [176, 416];
  return { shelf, side, dialogue: Math.round(bound(0.315 * height, 190, Math.max(300, 0.2 * height))) };
}

/** The area of a picture of this shape in a box of this size. [css px squared] */
export function pictureArea({ width, height }: Room, aspect: number): number {
  const [across, down] = [Math.max(0, width - 2 * margin), Math.max(0, height - 2 * margin)];
  const fitted = Math.min(across, down * aspect);
  return (fitted * fitted) / aspect;
}

/** A room too small for the least size still gives the least: the view scrolls then. */
function span(size: number, least: number, most: number): Span {
  const end = Math.max(least, Math.floor(most));
  return { size: Math.round(bound(size, least, end)), least, most: end };
}

function bound(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
