/** The `dymu` program on Node. */
import { runProcess } from './process.ts';
import { startCommand } from '../files/program-version.ts';

// Not awaited at the top: a script, whose compiled code can be kept between runs (tools/launch), has no such await.
void runProcess(process.argv.slice(2), startCommand()).then((code) => (process.exitCode = code));
