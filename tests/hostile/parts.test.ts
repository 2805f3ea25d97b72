import { describe } from 'vitest';
import { partTargets } from '../../tools/fuzz/targets/parts.ts';
import { everyInput } from './every-input.ts';

describe('hostile parts of a run', () => everyInput(partTargets, 50));
