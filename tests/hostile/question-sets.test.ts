import { describe } from 'vitest';
import { setTargets } from '../../tools/fuzz/targets/sets.ts';
import { everyInput } from './every-input.ts';

describe('hostile question sets', () => everyInput(setTargets, 40));
