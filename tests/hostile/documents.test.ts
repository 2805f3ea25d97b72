import { describe } from 'vitest';
import { documentTargets } from '../../tools/fuzz/targets/documents.ts';
import { everyInput } from './every-input.ts';

describe('hostile documents', () => everyInput(documentTargets, 40));
