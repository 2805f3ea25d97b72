/** The library `dymu-explorer/engine`: the engine in this process, its two halves over a port, its types and its error. */
export { createEngine } from './create-engine.ts';
export { EngineError, errorCodes, sentenceFor, type ErrorCode } from './errors.ts';
export { libraryPhrases, type Phrases, type Remedy } from './remedy.ts';
export { connectEngine } from './remote/client.ts';
export { serveEngine } from './remote/host.ts';
export type { AnyPort, EmitterPort, EventTargetPort } from './remote/port.ts';
export type * from './engine.ts';
