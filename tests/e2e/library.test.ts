/** The built library and command line, used as a package is used: by name, with types. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from './support/launch.ts';

const run = promisify(execFile);

describe('dymu-explorer/engine', () => {
  it('encodes an image with the embedded model', async () => {
    const program = `
      import { createEngine } from 'dymu-explorer/engine';
      const engine = await createEngine({ device: 'cpu' });
      await engine.load({ directory: 'assets/pocket' });
      const image = { kind: 'file', path: 'assets/photos/coffee.jpg' };
      const { tokens, fullTokens } = await engine.encode({ image, reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 40 } } });
      await engine.close();
      console.log(JSON.stringify({ tokens, fullTokens }));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
    expect(JSON.parse(stdout)).toEqual({ tokens: 40, fullTokens: 256 });
  });

  it('refuses with an EngineError', async () => {
    const program = `
      import { createEngine, EngineError } from 'dymu-explorer/engine';
      const engine = await createEngine({ device: 'cpu' });
      const error = await engine.load({ directory: 'docs' }).catch((reason) => reason);
      console.log(error instanceof EngineError, error.code);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
    expect(stdout.trim()).toBe('true bad-checkpoint');
  });

  it('comes with types that a strict program compiles against', async () => {
    expect(existsSync(join(root, 'dist/engine/index.d.ts'))).toBe(true);
    const folder = await mkdtemp(join(root, 'dist/types-'));
    const file = join(folder, 'user.ts');
    await writeFile(
      file,
      `import { createEngine, type AnswerEvent, type Engine } from 'dymu-explorer/engine';
       const engine: Engine = await createEngine();
       const image = { kind: 'file', path: 'x.png' } as const;
       for await (const event of engine.answer({ visual: { kind: 'images', images: [image] }, question: '', reduction: { method: 'none' }, virtualUnmerging: true })) {
         const seen: AnswerEvent = event;
         if (seen.kind === 'done') console.log(seen.result.timings.firstTokenMs.toFixed());
       }
       // @ts-expect-error there is no such method
       await engine.encode({ image, reduction: { method: 'some' } });`,
    );
    const compiled = ts.createProgram([file], {
      strict: true,
      noEmit: true,
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      types: ['node'],
    });
    const problems = ts
      .getPreEmitDiagnostics(compiled)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    await rm(folder, { recursive: true });
    expect(problems).toEqual([]);
  });
});

describe('dist/engine/cli.js', () => {
  it('answers as the command line of the checkout does', async () => {
    const { stdout } = await run(process.execPath, ['dist/engine/cli.js', 'devices', '--json'], {
      cwd: root,
    });
    const report: unknown = JSON.parse(stdout);
    expect(report).toHaveProperty('chosen', expect.stringMatching(/^\w+/));
    expect(report).toHaveProperty('rungs.0.selfCheck');
  });
});
