/** Whether the commands of a workflow are there: every script, program and kind of package that it names, and every secret and variable in the documentation. */
import { load } from 'js-yaml';
import { z } from 'zod';

/** What GitHub's language of workflows has, as far as it is used here: an unknown word is a typing error that only a release would meet. */
const stepSchema = z.strictObject({
  name: z.string().exactOptional(),
  if: z.string().exactOptional(),
  uses: z.string().exactOptional(),
  run: z.string().exactOptional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
  env: z.record(z.string(), z.string()).exactOptional(),
});
const jobSchema = z.strictObject({
  needs: z.string().exactOptional(),
  strategy: z
    .strictObject({
      'fail-fast': z.boolean().exactOptional(),
      matrix: z.strictObject({ include: z.array(z.record(z.string(), z.string())) }),
    })
    .exactOptional(),
  'runs-on': z.string(),
  container: z.string().exactOptional(),
  'timeout-minutes': z.number(),
  environment: z.string().exactOptional(),
  permissions: z.record(z.string(), z.string()),
  defaults: z.strictObject({ run: z.strictObject({ shell: z.string() }) }).exactOptional(),
  steps: z.array(stepSchema),
});
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() }).exactOptional(),
  jobs: z.record(z.string(), jobSchema),
});

export interface Checkout {
  readonly scripts: ReadonlySet<string>; // of package.json
  readonly has: (file: string) => boolean;
}

export interface BuildRow {
  readonly runner: string;
  readonly targets: readonly string[];
}

export interface WorkflowCommands {
  /** A sentence for everything that is not there. Throws `ZodError` for words that no workflow has. */
  readonly faults: readonly string[];
  /** Names of secrets and variables, each once, sorted. */
  readonly secrets: readonly string[];
  readonly variables: readonly string[];
  readonly builds: readonly BuildRow[];
}

export function workflowCommands(source: string, checkout: Checkout): WorkflowCommands {
  const { jobs } = workflowSchema.parse(load(source));
  const faults = Object.entries(jobs).flatMap(([name, { needs, strategy, steps, ...job }]) => {
    const columns = new Set((strategy?.matrix.include ?? []).flatMap((row) => Object.keys(row)));
    const used = namesAfter('matrix', JSON.stringify({ steps, job }));
    return [
      ...(needs === undefined || needs in jobs ? [] : [`Job ${name} needs ${needs}, which is none.`]),
      ...used
        .filter((column) => !columns.has(column))
        .map((column) => `Job ${name} reads ${column} of a matrix that has none.`),
      ...steps.flatMap(({ run, uses }) => [
        ...((run === undefined) === (uses === undefined)
          ? [`A step of job ${name} must either run or use something.`]
          : []),
        ...(run === undefined ? [] : missingIn(run, checkout)),
      ]),
    ];
  });
  const builds = Object.values(jobs).flatMap(({ strategy }) =>
    (strategy?.matrix.include ?? []).map(({ runner = '', targets = '' }) => ({
      runner,
      targets: targets.split(' '),
    })),
  );
  return { faults, secrets: namesAfter('secrets', source), variables: namesAfter('vars', source), builds };
}

function missingIn(command: string, { scripts, has }: Checkout): string[] {
  const found = (pattern: RegExp) => [...command.matchAll(pattern)].map(([, word = '']) => word);
  return [
    ...found(/\bnpm run (?:--silent )?([\w:-]+)/g)
      .filter((script) => !scripts.has(script))
      .map((script) => `There is no script ${script}.`),
    ...found(/\b(?:npx tsx|bash|node) ([\w./-]+)/g)
      .filter((file) => !file.startsWith('-') && !has(file))
      .map((file) => `There is no file ${file}.`),
  ];
}

function namesAfter(context: string, text: string): string[] {
  const names = [...text.matchAll(new RegExp(`\\b${context}\\.(\\w+)`, 'g'))].map(([, name = '']) => name);
  return [...new Set(names)].toSorted();
}
