import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../tools/supply/lockfile.ts';
import { workflowFaults } from '../../../tools/supply/workflows.ts';

const folder = join(root, '.github', 'workflows');

it.each(readdirSync(folder))('%s keeps to the rules', (file) => {
  expect(workflowFaults(readFileSync(join(folder, file), 'utf8'))).toEqual([]);
});

const hash = '3d3c42e5aac5ba805825da76410c181273ba90b1';
const workflow = (changes: { on?: string; rights?: string; job?: string; steps?: string } = {}) => `
on: ${changes.on ?? '{push: {}}'}
permissions: ${changes.rights ?? '{}'}
jobs:
  one:
    ${changes.job ?? 'permissions: {contents: read}\n    timeout-minutes: 5'}
    steps:
      - ${changes.steps ?? 'run: date'}
`;

describe('a workflow', () => {
  it('with nothing wrong about it has no faults', () => {
    expect(workflowFaults(workflow())).toEqual([]);
    const steps = `uses: actions/checkout@${hash} # v7.0.1\n        with: {persist-credentials: false}`;
    expect(workflowFaults(workflow({ steps }))).toEqual([]);
  });

  it.each([
    ['a tag instead of a commit', 'uses: actions/setup-node@v7'],
    ['a short hash', 'uses: actions/setup-node@3d3c42e # v7.0.1'],
    ['a hash without its version', `uses: actions/setup-node@${hash}`],
  ])('that pins an action by %s is refused', (_, steps) => {
    expect(workflowFaults(workflow({ steps }))).toEqual([
      `"- ${steps}" does not name a commit by its whole hash and the version in a comment.`,
    ]);
  });

  it('that runs on the pull requests of strangers with its own rights is refused', () => {
    expect(workflowFaults(workflow({ on: '{pull_request_target: {}}' }))[0]).toMatch(
      /^It runs on pull_request_target/,
    );
  });

  it('that has rights as a whole, in a job that says none, or more than are needed is refused', () => {
    expect(workflowFaults(workflow({ rights: '{contents: read}' }))[0]).toMatch(/as a whole has rights/);
    expect(workflowFaults(workflow({ rights: 'write-all' }))[0]).toMatch(/as a whole has rights/);
    expect(workflowFaults(workflow({ job: 'timeout-minutes: 5' }))).toEqual([
      'Job one does not say which rights it needs.',
    ]);
    expect(
      workflowFaults(workflow({ job: 'permissions: {packages: write}\n    timeout-minutes: 5' })),
    ).toEqual(['Job one may write packages, which nothing needs.']);
  });

  it('that puts an expression into a command is refused', () => {
    expect(
      workflowFaults(workflow({ steps: 'run: echo "${{ github.event.head_commit.message }}"' }))[0],
    ).toMatch(/put it into env/);
  });

  it('that leaves its token in the checkout, or may run for ever, is refused', () => {
    expect(workflowFaults(workflow({ steps: `uses: actions/checkout@${hash} # v7.0.1` }))).toEqual([
      'Job one leaves the token in the checkout (persist-credentials).',
    ]);
    expect(workflowFaults(workflow({ job: 'permissions: {}' }))).toEqual(['Job one has no time limit.']);
  });
});
