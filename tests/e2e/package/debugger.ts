/** Where to reach a packaged program: Node's inspector is fused off, so Playwright cannot start it by itself; Chromium's debugger is another door. */
import type { ChildProcess } from 'node:child_process';

/** The address that Chromium prints when its debugger listens; wants `--remote-debugging-port=0` and a piped standard error. */
export function debuggerOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) =>
      reject(new Error(`The package ended with code ${code ?? '?'}: ${text.slice(-2000)}`)),
    );
  });
}
