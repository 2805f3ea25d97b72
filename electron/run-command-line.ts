/** The command line inside the application's own program. Knows no window. */
import { bindSharp } from './bind-sharp.ts';

/** Resolves to the exit status when everything that was said has been handed to the system. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  bindSharp(); // before anything imports sharp, as commands do
  const { runProcess } = await import('../src-engine/cli/process.ts');
  const status = await runProcess(words, 'dymu-explorer');
  await Promise.all([process.stdout, process.stderr].map(flushed));
  return status;
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
