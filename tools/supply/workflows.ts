/** What the workflow files must keep to, so that nobody outside the project can change a release: pinned actions, no more rights than needed, no foreign text in commands. */
import { load } from 'js-yaml';
import { z } from 'zod';

const text = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const permissionsSchema = z.union([
  z.literal('read-all'),
  z.literal('write-all'),
  z.record(z.string(), z.enum(['read', 'write', 'none'])),
]);
const stepSchema = z.looseObject({
  uses: z.string().exactOptional(),
  run: z.string().exactOptional(),
  env: text.exactOptional(),
  with: text.exactOptional(),
});
const workflowSchema = z.looseObject({
  on: z.record(z.string(), z.unknown()),
  permissions: permissionsSchema,
  jobs: z.record(
    z.string(),
    z.looseObject({
      permissions: permissionsSchema.exactOptional(),
      'timeout-minutes': z.number().exactOptional(),
      steps: z.array(stepSchema),
    }),
  ),
});

/** Rights to write that a job may have, and why. */
const writing: Readonly<Record<string, string>> = {
  contents: 'making the draft',
  'id-token': 'signing the attestations',
  attestations: 'storing the attestations',
};

/** Triggers that run with the rights of the project on the text of somebody else. */
const dangerous = ['pull_request_target', 'workflow_run', 'issue_comment'];

/** A sentence for everything that a workflow must not do. @param source the text of the file: comments count, they name the versions */
export function workflowFaults(source: string): string[] {
  const workflow = workflowSchema.parse(load(source));
  return [
    ...dangerous
      .filter((trigger) => trigger in workflow.on)
      .map((trigger) => `It runs on ${trigger}, with the rights of the project on text of others.`),
    ...(typeof workflow.permissions === 'object' && Object.keys(workflow.permissions).length === 0
      ? []
      : ['The workflow as a whole has rights; only jobs may have some.']),
    ...pinFaults(source),
    ...Object.entries(workflow.jobs).flatMap(([name, job]) => [
      ...rightsFaults(name, job.permissions),
      ...(job['timeout-minutes'] === undefined ? [`Job ${name} has no time limit.`] : []),
      ...job.steps.flatMap((step) => stepFaults(name, step)),
    ]),
  ];
}

function pinFaults(source: string): string[] {
  const uses = source.split('\n').filter((line) => /^\s*(?:-\s*)?uses:/.test(line));
  return uses
    .filter((line) => !/uses:\s*[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\s*$/.test(line))
    .map((line) => `"${line.trim()}" does not name a commit by its whole hash and the version in a comment.`);
}

function rightsFaults(name: string, permissions: z.infer<typeof permissionsSchema> | undefined): string[] {
  if (permissions === undefined) return [`Job ${name} does not say which rights it needs.`];
  if (typeof permissions === 'string') return [`Job ${name} has all rights (${permissions}).`];
  return Object.entries(permissions)
    .filter(([right, level]) => level === 'write' && !(right in writing))
    .map(([right]) => `Job ${name} may write ${right}, which nothing needs.`);
}

function stepFaults(job: string, step: z.infer<typeof stepSchema>): string[] {
  const faults: string[] = [];
  if (step.run?.includes('${{'))
    faults.push(`A command of job ${job} contains an expression; put it into env and read the variable.`);
  if (step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false)
    faults.push(`Job ${job} leaves the token in the checkout (persist-credentials).`);
  return faults;
}
