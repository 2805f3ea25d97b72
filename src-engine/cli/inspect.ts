/** `dymu inspect`: what a checkpoint is, what it needs, whether it will run here. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Inspection } from '../engine.ts';
import { addCommonOptions, commonFields, modelSource } from './common-options.ts';
import type { CliContext } from './context.ts';
import { inspectDocument } from './documents.ts';
import { count, megabytes } from './format.ts';
import { createReporter } from './reporter.ts';
import { withEngine } from './session.ts';
import { table } from './table.ts';
import { UsageError } from './usage-error.ts';

const flagsSchema = z.object(commonFields);

export function inspectCommand(context: CliContext): Command {
  const command = new Command('inspect')
    .description('Say what a model folder holds and whether it runs here')
    .argument('[dir]', 'the model folder (default: the embedded model)')
    .action(async (folder: string | undefined, raw: unknown) => {
      const flags = flagsSchema.parse(raw);
      if (folder !== undefined && flags.model !== undefined) {
        throw new UsageError('Give the model folder once, as dymu inspect DIR.');
      }
      const { directory } = folder === undefined ? modelSource(flags) : { directory: resolve(folder) };
      const reporter = createReporter(context, flags);
      await withEngine(context, flags, reporter, async ({ engine, call }) => {
        const inspection = await engine.inspect(directory, call);
        reporter.document(inspectDocument(inspection));
        reporter.result(inspectionInWords(inspection));
      });
    });
  return addCommonOptions(command);
}

export function inspectionInWords(inspection: Inspection): string {
  const list = (facts: Readonly<Record<string, string | number | boolean>>): string =>
    Object.entries(facts)
      .map(([name, value]) => `${name} ${String(value)}`)
      .join(', ');
  const needs = Object.entries(inspection.bytes).map(
    ([precision, bytes]) => `${precision} ${megabytes(bytes)}`,
  );
  return table([
    ['family', inspection.family],
    ['runs here', inspection.supported ? 'yes' : `no: ${inspection.reason ?? 'not supported'}`],
    ['vision', list(inspection.vision)],
    ['text', list(inspection.text)],
    ['parameters', count(inspection.parameters)],
    ['memory', needs.join(', ')],
    ['tokens per view', String(inspection.tokensPerView)],
  ]);
}
