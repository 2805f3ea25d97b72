import { describe } from 'vitest';
import { folderTargets } from '../../tools/fuzz/targets/folders.ts';
import { everyInput } from './every-input.ts';

describe('hostile model folders', () => everyInput(folderTargets, 20));
