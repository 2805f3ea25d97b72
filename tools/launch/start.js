/** `npm start`: the application from the sources. */
import { launch } from './launch.js';

await launch('tools/start.ts');
