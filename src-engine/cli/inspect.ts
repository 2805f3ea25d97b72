/** `dymu inspect`: what a checkpoint is, what it needs, whether it will run here. */
import { Command } from 'commander';
import { z } from 'zod';
import { bundledModel } from '../bundled/assets.ts';
import { addCommonOptions, commonFields, modelSource } from './common-options.ts';
import type { CliContext } from './context.ts';
import { inspectDocument, precisionDocument } from './documents.ts';
import { inspectionInWords } from './inspection-text.ts';
import { precisionInWords } from './precision-text.ts';
import { createReporter } from './reporter.ts';
import { checkQuestions } from './sample.ts';
import { withEngine } from './session.ts';
import { UsageError } from './usage-error.ts';

const exitHelp =
  'Exit status: 0 where the folder could be looked at, whether or not the model runs here ("supported" in --json says); 1 where there is no folder, or no config.json that is a JSON object; 2 for wrong usage.';

const flagsSchema = z.object({ ...commonFields, check: z.boolean().optional() });

export function inspectCommand(context: CliContext): Command {
  const command = new Command('inspect')
    .description('Say what a model folder holds and whether it runs here')
    .addHelpText('after', `\n${exitHelp}`)
    .argument('[dir]', 'the model folder, or org/name from the download cache (default: the embedded model)')
    .option(
      '--check',
      'load it and measure how int8, int4 and fp16 change its answers on the bundled pictures',
    )
    .action(async (folder: string | undefined, raw: unknown) => {
      const flags = flagsSchema.parse(raw);
      if (folder !== undefined && flags.model !== undefined) {
        throw new UsageError('Give the model folder once, as dymu inspect DIR.');
      }
      if (folder?.trim() === '')
        throw new UsageError('The model folder is empty; give its path, or nothing for the embedded model.');
      const { directory } = folder === undefined ? modelSource(flags) : { directory: folder };
      const reporter = createReporter(context, flags);
      await withEngine(context, flags, reporter, async ({ engine, call }) => {
        const inspection = await engine.inspect(directory, call);
        reporter.result(inspectionInWords(inspection));
        if (flags.check !== true) {
          reporter.document(inspectDocument(inspection));
          return;
        }
        await engine.load({ ...modelSource(flags), directory }, call);
        const questions = await checkQuestions(directory === bundledModel());
        const report = await engine.checkPrecision({ questions }, call);
        reporter.document({ ...inspectDocument(inspection), check: precisionDocument(report) });
        reporter.result(`\n${precisionInWords(report)}`);
      });
    });
  return addCommonOptions(command);
}
