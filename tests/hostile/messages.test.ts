import { describe } from 'vitest';
import { messageTargets } from '../../tools/fuzz/targets/messages.ts';
import { everyInput } from './every-input.ts';

describe('hostile messages', () => everyInput(messageTargets, 100));
