/** `dymu devices`: the ladder of devices with each rung's self-check. */
import { Command } from 'commander';
import { z } from 'zod';
import type { DeviceReport } from '../engine.ts';
import { addCommonOptions, commonFields } from './common-options.ts';
import type { CliContext } from './context.ts';
import { devicesDocument } from './documents.ts';
import { createReporter } from './reporter.ts';
import { withEngine } from './session.ts';
import { table } from './table.ts';

const flagsSchema = z.object(commonFields);

export function devicesCommand(context: CliContext): Command {
  const command = new Command('devices')
    .description('Show which devices models can run on here')
    .action(async (raw: unknown) => {
      const flags = flagsSchema.parse(raw);
      const reporter = createReporter(context, flags);
      await withEngine(context, flags, reporter, async ({ engine, call }) => {
        const report = await engine.devices(call);
        reporter.document(devicesDocument(report));
        reporter.result(devicesInWords(report));
      });
    });
  return addCommonOptions(command);
}

export function devicesInWords({ rungs, chosen }: DeviceReport): string {
  const rows = rungs.map(({ name, available, selfCheck, reason }) => [
    name === chosen ? `> ${name}` : `  ${name}`,
    available ? 'available' : 'not here',
    selfCheck === 'not-run' ? 'not run' : selfCheck,
    reason,
  ]);
  return table([['  device', '', 'self-check', 'reason'], ...rows]);
}
