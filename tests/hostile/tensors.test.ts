import { describe } from 'vitest';
import { tensorTargets } from '../../tools/fuzz/targets/tensors.ts';
import { everyInput } from './every-input.ts';

describe('hostile tensor files', () => everyInput(tensorTargets, 60));
