/** `npm run dymu`: the command line from the sources. */
import { launch } from './launch.js';

await launch('src-engine/cli/main.ts');
