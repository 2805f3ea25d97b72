/**
 * llama.cpp by node-llama-cpp: one further token after a short prompt, greedy.
 *
 *     node --import tsx llama-cpp.ts FILE THREADS PACKAGES      PACKAGES: the folder that has node_modules
 */
import path from 'node:path';
import { z } from 'zod';
import { packageOf, serve } from '../served.ts';
import { decodedTokens, promptTokens } from './length.ts';

interface Sequence {
  evaluate(tokens: readonly number[], options: object): AsyncIterable<number>;
  clearHistory(): Promise<void>;
}
interface Llama {
  readonly llamaCppRelease: { readonly release: string };
  loadModel(options: object): Promise<{
    tokenize(text: string): readonly number[];
    createContext(options: object): Promise<{ getSequence(): Sequence }>;
  }>;
}
const schema = z.object({ getLlama: z.custom<(options: object) => Promise<Llama>>() });

const [file = '', threads = '', packages = ''] = process.argv.slice(2);
const { getLlama } = schema.parse(await packageOf(packages, 'node-llama-cpp'));
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error', maxThreads: Number(threads) });
const model = await llama.loadModel({ modelPath: path.resolve(file) });
const context = await model.createContext({ contextSize: 512, threads: Number(threads) });
const sequence = context.getSequence();
const prompt = model.tokenize('A picture of a street with many people. '.repeat(16)).slice(0, promptTokens);

async function decode(): Promise<number> {
  await sequence.clearHistory();
  let first: number | undefined;
  let count = 0;
  const options = { temperature: 0, yieldEogToken: true };
  for await (const token of sequence.evaluate(prompt, options)) {
    count += Number(Number.isInteger(token));
    first ??= performance.now();
    if (count === decodedTokens + 1) return (performance.now() - first) / decodedTokens;
  }
  throw new Error(`It ended after ${String(count)} tokens.`);
}

await decode();
await serve(`llama.cpp ${llama.llamaCppRelease.release} in node-llama-cpp`, new Map([['decode', decode]]));
