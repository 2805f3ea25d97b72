import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import boundaries from '../../eslint.boundaries.js';

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } }, ...boundaries],
});

/** The rules that one import statement breaks in a file of that path. */
async function broken(filePath: string, statement: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(`${statement};\n`, { filePath });
  return result!.messages.map((message) => message.ruleId);
}

const arrow = ['boundaries/dependencies'];
const pack = ['no-restricted-imports'];

describe('the import boundaries', () => {
  it.each([
    ['src-engine/merging/x.ts', "import { EngineError } from '../errors.ts'", arrow],
    ['src-engine/merging/x.ts', "import type { VisionSpec } from '../families/spec.ts'", arrow],
    ['src-engine/merging/x.ts', "import { z } from 'zod'", pack],
    ['src-engine/merging/x.ts', "import fs from 'node:fs'", pack],
    ['src-engine/graph/x.ts', "import { open } from '../inference/encode.ts'", arrow],
    ['src-engine/graph/x.ts', "import { InferenceSession } from 'onnxruntime-node'", pack],
    ['src-engine/checkpoint/x.ts', "import type { Tensor } from 'onnxruntime-node'", pack],
    ['src-engine/report/x.ts', "import { wordsOf } from '../cli/table.ts'", arrow],
    ['src-engine/report/x.ts', "import { readFile } from 'node:fs/promises'", pack],
    ['src-engine/runtime/x.ts', "import { app } from 'electron'", pack],
    ['src-engine/create-engine.ts', "import { createElement } from 'react'", pack],
    ['src-engine/figure/x.ts', "import { scaleLinear } from 'd3-scale'", pack],
    ['src-engine/remote/client.ts', "import { softMatching } from '../merging/soft-matching.ts'", arrow],
    ['src-engine/runtime/x.ts', "import type { WindowSettings } from '../../electron/bridge.ts'", arrow],
    ['renderer/x.tsx', "import { readSafetensors } from '../src-engine/files/safetensors-read.ts'", arrow],
    ['renderer/x.tsx', "import { serveEngine } from '../src-engine/remote/host.ts'", arrow],
    ['renderer/x.ts', "import { menuSchema } from '../electron/menu-schema.ts'", arrow],
    ['renderer/x.ts', "import type { Paths } from '../electron/paths.ts'", arrow],
    ['renderer/x.ts', "import { readFile } from 'node:fs/promises'", pack],
    ['renderer/x.ts', "import { ipcRenderer } from 'electron'", pack],
    ['renderer/features/explore/x.ts', "import { scaleLinear } from 'd3-scale'", pack],
    ['renderer/charts/Chart.tsx', "import { scaleLinear } from 'd3-scale'", pack],
    ['renderer/state/x.ts', "import type { Session } from '../session/session.ts'", arrow],
    ['renderer/session/x.ts', "import { undo } from '../commands/edit.ts'", arrow],
    ['renderer/commands/x.ts', "import { useApp } from '../app/context.ts'", arrow],
    ['renderer/overlay/x.ts', "import type { AppState } from '../state/store.ts'", arrow],
    ['renderer/features/explore/x.tsx', "import { ModelsView } from '../models/ModelsView.tsx'", arrow],
    ['renderer/features/explore/x.tsx', "import { TopBar } from '../../frame/TopBar.tsx'", arrow],
    ['electron/x.ts', "import { softMatching } from '../src-engine/merging/soft-matching.ts'", arrow],
    ['electron/x.ts', "import { InferenceSession } from 'onnxruntime-node'", pack],
  ])('refuse in %s: %s', async (path, statement, rules) => {
    expect(await broken(path, statement)).toEqual(rules);
  });

  it.each([
    ['src-engine/merging/x.ts', "import { ownerMap } from './owner-map.ts'"],
    ['src-engine/runtime/x.ts', "import { InferenceSession } from 'onnxruntime-node'"],
    ['src-engine/runtime/x.ts', "import { EngineError } from '../errors.ts'"],
    ['src-engine/inference/x.ts', "import { InferenceSession } from '../runtime/onnx.ts'"],
    ['src-engine/create-engine.ts', "import { encode } from './inference/encode.ts'"],
    ['src-engine/cli/x.ts', "import { createEngine } from '../create-engine.ts'"],
    ['renderer/features/explore/x.tsx', "import { useApp } from '../../app/context.ts'"],
    ['renderer/frame/x.tsx', "import { ExploreView } from '../features/explore/ExploreView.tsx'"],
    ['renderer/session/x.ts', "import { selectView } from '../state/selectors.ts'"],
    ['renderer/state/x.ts', "import { perOverlay } from '../../src-engine/overlay/modes.ts'"],
    ['renderer/x.tsx', "import type { Encoding } from '../src-engine/engine.ts'"],
    ['renderer/x.ts', "import { EngineError } from '../src-engine/errors.ts'"],
    ['renderer/x.ts', "import { ownerMap } from '../src-engine/merging/owner-map.ts'"],
    ['renderer/x.ts', "import { exactMatch } from '../src-engine/judging/scorers.ts'"],
    ['renderer/x.ts', "import { verdict } from '../src-engine/report/verdict.ts'"],
    ['src-engine/report/x.ts', "import type { AnswerResult } from '../engine.ts'"],
    ['renderer/x.ts', "import { connectEngine } from '../src-engine/remote/client.ts'"],
    ['renderer/x.ts', "import type { DymuBridge } from '../electron/bridge.ts'"],
    ['renderer/charts/x.ts', "import { scaleLinear } from 'd3-scale'"],
    ['renderer/features/explore/stage/x.ts', "import { zoom } from 'd3-zoom'"],
    ['electron/x.ts', "import { createEngine } from '../src-engine/create-engine.ts'"],
    ['electron/x.ts', "import { app } from 'electron'"],
  ])('allow in %s: %s', async (path, statement) => {
    expect(await broken(path, statement)).toEqual([]);
  });
});
