/** What every refusal must be: one sentence of ours, with a fact and a remedy, that is safe to print. */
import { EngineError } from '../../src-engine/errors.ts';

const longest = 1500; // characters: paths of 400, a handful of names of 80

/** Words of a runtime, a library or a stack trace; the inputs of the targets hold none of them. */
const leaks: readonly (readonly [RegExp, string])[] = [
  [/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u, 'holds a control character'],
  // A name that a template does not know is undefined: that is Jinja's word for it.
  [/(?<!' is )\bundefined\b|\bNaN\b|\[object /u, 'holds a value that was never put into words'],
  [
    /\b(?:Type|Range|Syntax|Reference|Zod|Jinja|Assertion)Error\b|\bError:/u,
    'holds the name of an error class',
  ],
  [/\bat \S+ \(|\bnode:internal|\.[cm]?[jt]s:\d/u, 'holds a stack trace'],
  [
    /Unexpected token|is not valid JSON at|Cannot read propert|is not a function|Invalid input|Maximum call stack|Invalid (?:array|string) length|Array buffer allocation/u,
    "holds a library's words",
  ],
];

/** Undefined for a good refusal; else what is wrong with it, in a few words. */
export function faultOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof EngineError)) {
    const words = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    return `no refusal but ${words.slice(0, 300)}`;
  }
  const { message, fact, remedy, code } = thrown;
  if (!message.endsWith('.')) return 'no full stop at its end';
  if (message.length > longest) return `a refusal of ${message.length} characters`;
  if (fact.trim() === '') return 'a refusal without a fact';
  if (remedy === undefined && code !== 'aborted')
    return `a refusal without a remedy: ${message.slice(0, 300)}`;
  const leak = leaks.find(([pattern]) => pattern.test(message));
  return leak === undefined
    ? undefined
    : `a refusal that ${leak[1]}: ${JSON.stringify(message).slice(0, 300)}`;
}
