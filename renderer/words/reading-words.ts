/** How pictures are read, in words: the choices of route and image backend, and what stands on the control. Pure. */
import type { ImageBackend, ImageRoute } from '../../src-engine/engine.ts';

export interface ChoiceWords<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly what: string; // a sentence
}

export const routeWords: readonly ChoiceWords<ImageRoute>[] = [
  {
    value: 'path',
    label: 'As a file',
    what: 'As transformers reads a path: turned as the orientation tag says, transparency dropped.',
  },
  {
    value: 'object',
    label: 'As an opened picture',
    what: 'As transformers takes a picture that Pillow has opened: as it is stored, transparent parts on white.',
  },
];

export const backendWords: readonly ChoiceWords<ImageBackend>[] = [
  {
    value: 'torchvision',
    label: 'torchvision',
    what: 'Resized to the bit as by torchvision, the default of transformers 5.',
  },
  {
    value: 'pil',
    label: 'Pillow 13',
    what: 'Resized to the bit as by Pillow 13, the other backend of transformers.',
  },
  {
    value: 'pil-12',
    label: 'Pillow 12',
    what: 'Resized to the bit as by Pillow up to 12.1, which narrows every picture before it shortens it.',
  },
];

export function wordsOf<Value extends string>(
  choices: readonly ChoiceWords<Value>[],
  value: Value,
): ChoiceWords<Value> {
  const found = choices.find((choice) => choice.value === value);
  if (found === undefined) throw new Error(`There are no words for ${value}.`);
  return found;
}

/** What is not as usual, for a control that has little room; empty where all is. */
export function unusualWords(route: ImageRoute, backend: ImageBackend): string {
  return [
    ...(route === 'path' ? [] : ['opened']),
    ...(backend === 'torchvision' ? [] : [wordsOf(backendWords, backend).label]),
  ].join(', ');
}
