import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundledCalibrations, bundledModel } from '../../src-engine/bundled/assets.ts';
import { inspectModel } from '../../src-engine/inference/inspect-model.ts';
import { publishedFolder, publishedModels } from '../checkpoint/published.ts';
import { goldenModel } from '../support/scratch.ts';

const options = {
  precision: 'fp32',
  calibrationDirectories: [bundledCalibrations()],
  room: { available: 20e9, total: 24e9 },
} as const;

describe('inspectModel', () => {
  it('finds the calibration of the embedded model, and room for it', async () => {
    const { calibration, memory, published } = await inspectModel(bundledModel(), options);
    expect(calibration?.file).toBe(path.join(bundledCalibrations(), 'pocket.json'));
    expect(calibration?.images).toBeGreaterThan(0);
    expect(calibration?.points).toBeGreaterThan(0);
    expect(memory).toMatchObject({ precision: 'fp32', fits: 'yes', available: 20e9 });
    expect(published).toBeUndefined();
  });

  it('prefers a calibration beside the model, and knows none for another encoder', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'dymu-inspect-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    await cp(bundledModel(), directory, { recursive: true });
    const own = path.join(directory, 'dymu-calibration.json');
    await cp(path.join(bundledCalibrations(), 'pocket.json'), own);
    expect((await inspectModel(directory, options)).calibration?.file).toBe(own);
    expect((await inspectModel(goldenModel('llava15-clip'), options)).calibration).toBeNull();
  });

  it('takes the newest of a folder, whatever they are called', async () => {
    const mine = await mkdtemp(path.join(tmpdir(), 'dymu-calibrations-'));
    onTestFinished(() => rm(mine, { recursive: true, force: true }));
    const text = await readFile(path.join(bundledCalibrations(), 'pocket.json'), 'utf8');
    for (const [name, created] of [
      ['a-old.json', '2026-11-01T00:00:00.000Z'],
      ['m-new.json', '2026-11-03T00:00:00.000Z'],
      ['z-middle.json', '2026-11-02T00:00:00.000Z'],
    ] as const)
      await writeFile(path.join(mine, name), text.replace(/"created": *"[^"]*"/u, `"created": "${created}"`));
    const directories = { calibrationDirectories: [mine, bundledCalibrations()] };
    const { calibration } = await inspectModel(bundledModel(), { ...options, ...directories });
    expect(calibration?.file).toBe(path.join(mine, 'm-new.json'));
  });

  it('offers the published thresholds for LLaVA-1.5, and says that 7 billion parameters in fp32 are too many here', async () => {
    const model = (await publishedModels()).find(({ name }) => name === 'llava-hf/llava-1.5-7b-hf');
    const inspection = await inspectModel(await publishedFolder(model!), options);
    expect(inspection.published?.name).toBe('CLIP ViT-L/14-336, thresholds published with DyMU');
    expect(inspection.memory?.fits).toBe('no');
    expect(inspection.text).toMatchObject({ type: 'llama', name: 'lmsys/vicuna-7b-v1.5', weights: 'F16' });
    const smaller = await inspectModel(await publishedFolder(model!), { ...options, precision: 'int4' });
    expect(smaller.memory).toMatchObject({ precision: 'int4', fits: 'yes' });
  });

  describe('of a model whose weights open', () => {
    const withTemplate = async (template: string) => {
      const directory = await mkdtemp(path.join(tmpdir(), 'dymu-inspect-'));
      onTestFinished(() => rm(directory, { recursive: true, force: true }));
      await cp(goldenModel('llava15-clip'), directory, { recursive: true });
      await rm(path.join(directory, 'chat_template.json'));
      await writeFile(path.join(directory, 'chat_template.jinja'), template);
      return inspectModel(directory, options);
    };

    it('says yes only where a question can be asked', async () => {
      for (const [template, reason] of [
        ['USER: ASSISTANT:', 'The chat template places 0 image tokens for one image'],
        ["{{ raise_exception('No pictures') }}", 'refuses a question with a picture: No pictures'],
        ['USER: <image> ASSISTANT:', 'The chat template of the checkpoint leaves the question out'],
        ['{% for %}', 'The chat template of the checkpoint cannot be rendered'],
        ['{{ messages | random }}', "uses the filter 'random'"],
      ] as const) {
        const inspection = await withTemplate(template);
        expect(inspection.supported).toBe(false);
        expect(inspection.reason).toContain(reason);
        expect(inspection.parameters).toBe(670_560);
      }
    });

    it('says what the prompt has to remark', async () => {
      const text = 'USER: <image>\n{{ messages[0].content[-1].text }} ASSISTANT:';
      expect(await withTemplate(text)).toMatchObject({ supported: true, notes: [] });
      const { supported, notes } = await withTemplate(`{{ strftime_now('%d %b %Y') }} ${text}`);
      expect(supported).toBe(true);
      expect(notes.join(' ')).toContain("writes today's date into the prompt");
    });
  });

  it('says nothing of memory and calibrations where a model does not open', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'dymu-inspect-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    await writeFile(path.join(directory, 'config.json'), '{"model_type":"new"}');
    const inspection = await inspectModel(directory, options);
    expect(inspection.supported).toBe(false);
    for (const field of ['memory', 'calibration', 'published']) expect(inspection).not.toHaveProperty(field);
  });
});
