/** The command line inside the application's own program. Knows no window. */
import { EngineError } from '../src-engine/errors.ts';
import { bindSharp } from './bind-sharp.ts';
import { guardLibraries } from './native-libraries.ts';

/** Resolves to the exit status when everything that was said has been handed to the system. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const status = await runGuarded(words);
  await Promise.all([process.stdout, process.stderr].map(flushed));
  return status;
}

async function runGuarded(words: readonly string[]): Promise<number> {
  guardLibraries();
  try {
    bindSharp(); // before anything imports sharp, as commands do
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  const { runProcess } = await import('../src-engine/cli/process.ts');
  return runProcess(words, 'dymu-explorer');
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
