/**
 * The first module of the application: the window, or the command line. Electron waits for this module, top-level awaits included, before it
 * looks for a display or starts a process of Chromium's; a command line that ends inside of it never needs either (decision 36).
 */
import { commandLineWords } from './command-line.ts';

const words = commandLineWords(process.argv);
if (words === undefined) await import('./main.ts');
else process.exit(await (await import('./run-command-line.ts')).runCommandLine(words));
