/** `dymu serve`: the window in a browser, from this computer. */
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import {
  calibrationsIn,
  engineMark,
  foundWholeMark,
  serveWindows,
  uploadsMark,
} from '../../serve/engine-process.ts';
import { isLoopback, parsePublicUrl } from '../../serve/addresses.ts';
import { bundledAssets, bundledCalibrations } from '../bundled/assets.ts';
import { userCacheDirectory } from '../files/cache-directory.ts';
import { userDataDirectory } from '../files/data-directory.ts';
import { programVersion } from '../files/program-version.ts';
import { addCommonOptions, commonFields, engineOptions, modelSource } from './common-options.ts';
import type { CliContext } from './context.ts';
import { parseInteger } from './numbers.ts';
import { addPictureOptions, pictureFields } from './picture-options.ts';
import { createReporter, type Reporter } from './reporter.ts';

const flagsSchema = z.object({
  ...commonFields,
  ...pictureFields,
  host: z.string(),
  port: z.string(),
  publicUrl: z.string().optional(),
  folder: z.array(z.string()),
  endAfter: z.string().optional(),
});
type Flags = z.infer<typeof flagsSchema>;

const everyPort = 65_535;

export function serveCommand(context: CliContext): Command {
  const command = new Command('serve')
    .description('Show the window in a browser, with the engine of this computer')
    .option('--port <N>', 'to listen on; 0 takes one that is free', '7470')
    .option('--host <name>', 'to listen at; 0.0.0.0 is the whole network', '127.0.0.1')
    .option('--public-url <url>', 'the address that a proxy in front shows to browsers')
    .option(
      '--folder <dir>',
      'browsers may open what is in it, and change nothing; may be given again',
      (folder: string, before: string[]) => [...before, folder],
      [],
    )
    .option('--end-after <minutes>', 'end when no window has been connected for so long')
    .action(async (raw: unknown) => run(context, flagsSchema.parse(raw)));
  return addCommonOptions(addPictureOptions(command));
}

async function run(context: CliContext, flags: Flags): Promise<void> {
  const dataDirectory = join(userDataDirectory(context.environment), 'serve');
  const {
    [engineMark]: devices,
    [uploadsMark]: uploads,
    [foundWholeMark]: before,
  } = context.environment ?? {};
  const options = engineOptions(flags);
  if (devices !== undefined) {
    const cacheDirectory = userCacheDirectory(context.environment);
    await serveWindows(
      (own, around) => context.createEngine(own, around),
      {
        options: {
          ...options,
          ...(devices === 'processor' ? { device: 'cpu' } : {}),
          dataDirectory,
          cacheDirectory,
          calibrationDirectories: [calibrationsIn(dataDirectory), bundledCalibrations()],
        },
        before,
      },
      {
        folders: [bundledAssets(), ...flags.folder],
        made: join(cacheDirectory, 'evaluation', 'pictures'),
        sent: uploads === undefined ? [] : [uploads],
      },
    );
    return;
  }
  const port = parseInteger('--port', flags.port, { min: 0, max: everyPort });
  const endAfter =
    flags.endAfter === undefined
      ? undefined
      : parseInteger('--end-after', flags.endAfter, { min: 1, max: 100_000 });
  const publicUrl = flags.publicUrl === undefined ? undefined : parsePublicUrl(flags.publicUrl);
  const reporter = createReporter(context, flags);
  const { serve } = await import('../../serve/serve.ts');
  const serving = await serve({
    ...{ host: flags.host, port, folders: flags.folder, dataDirectory },
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(endAfter === undefined ? {} : { endAfterMs: endAfter * 60_000 }),
    model: modelSource(flags),
    embedded: flags.model === undefined && flags.calibration === undefined,
    version: programVersion(),
    say: (sentence) => reporter.say(sentence),
  });
  try {
    introduce(reporter, serving.newAddress(), flags);
    const keys = newAddresses(context, () => reporter.result(`Another address: ${serving.newAddress()}`));
    await Promise.race([stopped(context.signal), serving.idle]);
    keys();
  } finally {
    await serving.close();
  }
  reporter.say('The server has ended.');
}

function introduce(reporter: Reporter, address: string, { host, publicUrl, folder }: Flags): void {
  if (!isLoopback(host)) {
    reporter.say(
      `Whoever reaches ${host} reaches this server, and what is said is not encrypted: pictures, questions and answers can be read on the way. ` +
        'An SSH tunnel to 127.0.0.1, or a proxy with https in front (--public-url), keeps them to yourself.',
    );
  }
  reporter.result(`Open this address in a browser. It is good once:\n${address}`);
  reporter.document({ address });
  const offered =
    folder.length === 0
      ? 'Browsers may open pictures of their own; with --folder DIR also folders of this computer.'
      : `Browsers may read ${folder.join(', ')}.`;
  reporter.say(offered);
  if (publicUrl !== undefined) reporter.say(`The proxy has to pass on the host name and WebSockets.`);
}

/** Ctrl-C is how a server ends, or the word of whoever started it as a service (process.ts); neither is a failure. */
function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** At a terminal, Enter prints an address for another browser. Ends with the function that it returns. */
function newAddresses({ stdout, stderr }: CliContext, print: () => void): () => void {
  const { stdin } = process;
  if (stdout.isTTY !== true || !stdin.isTTY) return () => undefined;
  stderr.write('Enter prints another address, Ctrl-C ends the server.\n');
  stdin.on('data', print);
  return () => {
    stdin.off('data', print);
    stdin.pause();
  };
}
