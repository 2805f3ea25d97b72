import { describe } from 'vitest';
import { sessionTargets } from '../../tools/fuzz/targets/sessions.ts';
import { everyInput } from './every-input.ts';

describe('hostile sessions', () => everyInput(sessionTargets, 60));
