/** The library `dymu-explorer/engine`: the engine in this process, its two halves over a port, its types, its error, and the report of a comparison. */
export { createEngine } from './create-engine.ts';
export { EngineError, errorCodes, sentenceFor, type ErrorCode } from './errors.ts';
export { libraryPhrases, type Phrases, type Remedy } from './remedy.ts';
export { connectEngine } from './remote/client.ts';
export { serveEngine } from './remote/host.ts';
export type { PathRules } from './remote/path-rules.ts';
export { trustingRules } from './remote/trusting-rules.ts';
export type { AnyPort, EmitterPort, EventTargetPort } from './remote/port.ts';
export { compareRuns, type Comparison } from './report/comparison.ts';
export { compareMeasured, measure, type Measured } from './report/measure.ts';
export { verdict, type Verdict } from './report/verdict.ts';
export { wordDiff, type DiffPart } from './report/word-diff.ts';
export { headlineWords, reasonWords, timesWords } from './report/words.ts';
export type * from './engine.ts';
