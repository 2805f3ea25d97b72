/** What the tour says at each step: a heading and two or three sentences. Pure. */
import type { TourStepId } from '../state/tour/steps.ts';

export interface TourWords {
  readonly title: string;
  readonly text: string;
}

export const tourWords: Readonly<Record<TourStepId, TourWords>> = {
  picture: {
    title: 'A picture as the model sees it',
    text: 'The encoder cuts it into patches and merges those that look alike to it. Each piece between lines is one visual token; patches of a token need not touch. Point at one and its whole group lights up.',
  },
  mosaic: {
    title: 'What is left of it',
    text: 'This is the mosaic: every token in the mean colour of its patches. The other overlays show how many patches a token stands for and what nearly merged. Keys 1 to 5 choose.',
  },
  budget: {
    title: 'One slider for the cost',
    text: 'It asks for an average number of tokens. The tour has moved it to the low budget, and the picture follows: fewer tokens, less to compute. Ctrl [ and Ctrl ] move it as well.',
  },
  numbers: {
    title: 'Asked for, and got',
    text: 'The large number is what this picture keeps, the small one the average that was asked for. A plain picture gets fewer, a busy one more: that is what adaptive means.',
  },
  group: {
    title: 'Why they merged',
    text: 'The largest group is pinned. Its lineage says at which layer each part joined, with the score and the threshold. A click on the picture pins any group, Escape lets it go.',
  },
  layers: {
    title: 'Layer by layer',
    text: 'Tokens merge a little in every layer. You see the picture after a third of them; drag along the chart for any other, or press the triangle to play.',
  },
  answers: {
    title: 'Does the answer change?',
    text: 'Every question is asked twice: with all tokens and with the merged ones. Words that differ are marked, and the verdict between says how much sooner the merged answer came.',
  },
  more: {
    title: 'Everything else',
    text: 'Commands finds everything by its words (Ctrl K), ? lists the keys, F1 opens the guide. Drop a picture of your own on the window to go on. What was on screen comes back now.',
  },
};
