/** The documents that --json prints, field by field as the contract of the command line names them. */
import type {
  AnswerResult,
  CalibrateResult,
  DeviceReport,
  Encoding,
  Inspection,
  ModelInfo,
  PictureRead,
  PrecisionReport,
  ReductionRequest,
} from '../engine.ts';

export interface About {
  /** What was asked for, so that results of different methods can be told apart. */
  readonly reduction: ReductionRequest;
  /** The loaded model: what is remarked about it stands before what is remarked about the result. */
  readonly info: Pick<ModelInfo, 'notes'>;
}

/** How pictures were read; null where pixel values were given. */
function readingFields(picture: PictureRead | undefined) {
  return { imageBackend: picture?.backend ?? null, imageRoute: picture?.route ?? null };
}

export function encodeDocument(encoding: Encoding, { reduction, info }: About) {
  return {
    model: encoding.model,
    family: encoding.family,
    views: encoding.views.map(({ name, grid, tokens, cells, rows, countsPerLayer, thresholds, regions }) => ({
      ...(name === undefined ? {} : { name }),
      grid,
      tokens,
      ...(cells === undefined ? {} : { cells, rows }),
      countsPerLayer,
      thresholds,
      ...(regions === undefined ? {} : { regions }),
    })),
    tokens: encoding.tokens,
    fullTokens: encoding.fullTokens,
    ...(encoding.frames === undefined ? {} : { frames: encoding.frames }),
    ...(encoding.budget === undefined ? {} : { budget: encoding.budget }),
    timings: encoding.timings,
    reduction,
    ...readingFields(encoding.picture),
    tower: encoding.tower ?? 'fp32',
    notes: [...(info.notes ?? []), ...(encoding.notes ?? [])],
  };
}

export function answerDocument(result: AnswerResult, { reduction, info }: About) {
  const { timings } = result;
  return {
    text: result.text,
    tokens: result.tokens,
    promptTokens: result.promptTokens,
    visualTokens: result.visualTokens,
    fullVisualTokens: result.fullVisualTokens,
    ...(result.shares === undefined ? {} : { shares: result.shares }),
    ...(result.budget === undefined ? {} : { budget: result.budget }),
    timings: {
      imageDecodeMs: timings.imageDecodeMs,
      prepareMs: timings.prepareMs,
      preprocessMs: timings.preprocessMs,
      encodeMs: timings.encodeMs,
      projectMs: timings.projectMs,
      prefillMs: timings.prefillMs,
      firstTokenMs: timings.firstTokenMs,
      decodeMs: timings.decodeMs,
      tokensPerSecond: timings.tokensPerSecond,
    },
    peakMemoryBytes: result.peakMemoryBytes,
    device: result.device,
    precision: result.precision,
    decoding: result.decoding,
    reduction,
    ...readingFields(result.pictures?.[0]),
    tower: result.tower ?? 'fp32',
    notes: [...(info.notes ?? []), ...(result.notes ?? [])],
  };
}

export function calibrateDocument(result: CalibrateResult) {
  return {
    out: result.out,
    images: result.images,
    skipped: result.skipped.map(({ path, reason }) => ({ path, reason })),
    points: result.points.map(({ target, mean, std }) => ({ target, tokens: { mean, std } })),
    ...(result.rows === undefined ? {} : { rows: result.rows }),
    imageBackend: result.imageBackend,
    imageRoute: result.imageRoute,
    notes: result.notes,
  };
}

export function devicesDocument(report: DeviceReport) {
  return {
    rungs: report.rungs.map(({ name, available, selfCheck, reason }) => ({
      name,
      available,
      selfCheck,
      reason,
    })),
    chosen: report.chosen,
  };
}

export function inspectDocument(inspection: Inspection) {
  return {
    family: inspection.family,
    supported: inspection.supported,
    ...(inspection.reason === undefined ? {} : { reason: inspection.reason }),
    vision: inspection.vision,
    text: inspection.text,
    // Weights that could not be looked at: how many they are is not known, and not none.
    ...(inspection.parameters === 0 ? {} : { parameters: inspection.parameters, bytes: inspection.bytes }),
    tokensPerView: inspection.tokensPerView,
    ...(inspection.cellsPerView === undefined ? {} : { cellsPerView: inspection.cellsPerView }),
    ...(inspection.steps === undefined ? {} : { steps: inspection.steps }),
    ...(inspection.memory === undefined ? {} : { memory: inspection.memory }),
    ...(inspection.calibration === undefined ? {} : { calibration: inspection.calibration }),
    ...(inspection.published === undefined ? {} : { published: inspection.published }),
    ...(inspection.generation === undefined ? {} : { generation: inspection.generation }),
    notes: inspection.notes,
  };
}

export function precisionDocument(report: PrecisionReport) {
  return {
    device: report.device,
    questions: report.questions,
    positions: report.positions,
    results: report.results.map(({ precision, bytes, loadMs, tokensPerSecond, divergence, agreement }) => ({
      precision,
      bytes,
      loadMs,
      tokensPerSecond,
      kl: divergence,
      agreement,
    })),
    refusals: report.refusals,
    disturbedBy: report.disturbedBy,
    ...(report.tower === undefined ? {} : { tower: report.tower }),
  };
}
