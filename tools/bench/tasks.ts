/** The tasks by name. */
import type { Task } from './task.ts';
import { commands } from './tasks/commands.ts';
import { encode } from './tasks/encode.ts';
import { language } from './tasks/language.ts';
import { languageMemory, pictureMemory } from './tasks/memory.ts';
import { preprocess } from './tasks/preprocess.ts';
import { sliderMemory } from './tasks/slider.ts';

export const tasks: ReadonlyMap<string, Task> = new Map([
  ['preprocess', preprocess],
  ['encode-embedded', encode('embedded', 'Encoder of the embedded model')],
  ['encode-clip', encode('clip', 'CLIP ViT-L/14-336 of random weights, 23 layers')],
  ['encode-siglip', encode('siglip', 'SigLIP so400m/14-384 of random weights, 26 layers')],
  ['language-fp32', language('fp32')],
  ['language-int8', language('int8')],
  ['language-int4', language('int4')],
  ['commands', commands],
  ['memory-picture', pictureMemory],
  ['memory-language', languageMemory],
  ['memory-slider', sliderMemory],
]);
