/** What a download would bring, in words for a terminal. */
import type { HubPlan } from '../engine.ts';
import { formatBytes, formatCount } from '../report/units.ts';
import { table } from './table.ts';

const fitWords = {
  yes: 'fits',
  tight: 'fits after other programs make room',
  no: 'does not fit this computer',
} as const;
const accessWords = {
  open: 'open to everybody',
  granted: 'for those whom its owners let in, as you are',
  refused: 'for those whom its owners let in: ask on its page, then give an access token (HF_TOKEN)',
  'not-let-in':
    'for those whom its owners let in, and the account of your access token is not: ask on its page',
} as const;

export function planInWords(plan: HubPlan): string {
  const facts: readonly (readonly [string, string])[] = [
    ['model', `${plan.name} at ${plan.revision} (${plan.commit.slice(0, 12)})`],
    ['licence', plan.licence ?? 'its page names none'],
    ['access', accessWords[plan.access]],
    ...(plan.family === null ? [] : [['family', plan.family] as const]),
    ...(plan.supported ? [] : [['runs here', plan.reason ?? 'no'] as const]),
    ...(plan.parameters === 0 ? [] : [['parameters', formatCount(plan.parameters)] as const]),
    ...(plan.tokensPerView === 0 ? [] : [['tokens per view', String(plan.tokensPerView)] as const]),
    [
      'needed',
      `${formatBytes(plan.bytes.needed)} of ${formatBytes(plan.bytes.all)}, ${formatBytes(plan.bytes.left)} to fetch`,
    ],
    ['free', `${formatBytes(plan.freeBytes)} on the disk of ${plan.directory}`],
    ...plan.memory.map(
      ({ precision, needed, fits }) =>
        [`memory, ${precision}`, `${formatBytes(needed)}, ${fitWords[fits]}`] as const,
    ),
  ];
  const files = plan.files.map(({ path, bytes, leftOut, here }) => [
    leftOut === undefined ? path : `  ${path}`,
    formatBytes(bytes),
    leftOut === undefined ? (here === true ? 'here' : 'to fetch') : `left out: ${leftOut}`,
  ]);
  return [
    table(facts.map((row) => [...row])),
    '',
    table([['file', 'size', ''], ...files], ['left', 'right', 'left']),
    ...plan.notes,
  ].join('\n');
}
