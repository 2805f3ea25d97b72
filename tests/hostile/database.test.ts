import { describe } from 'vitest';
import { databaseTargets } from '../../tools/fuzz/targets/database.ts';
import { everyInput } from './every-input.ts';

describe('a hostile database', () => everyInput(databaseTargets, 40));
