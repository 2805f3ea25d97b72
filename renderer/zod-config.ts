/** zod without generated code, which the window's policy forbids. Imported first: a schema reads this setting when it is made. */
import { z } from 'zod';

z.config({ jitless: true });
