import { describe } from 'vitest';
import { pictureTargets } from '../../tools/fuzz/targets/pictures.ts';
import { everyInput } from './every-input.ts';

describe('hostile pictures and animations', () => everyInput(pictureTargets, 40));
