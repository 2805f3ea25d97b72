/** What is known of a model, in one quiet line for its card. Pure. */
import type { Inspection, ModelInfo } from '../../src-engine/engine.ts';
import { formatBytes, formatCount, plural } from '../../src-engine/report/units.ts';

export interface KnownFacts {
  /** Undefined until its folder was looked into. */
  readonly inspection?: Inspection | undefined;
  readonly bytesOnDisk?: number;
  readonly licence?: string | null | undefined;
  readonly usedMs?: number | undefined; // when it was chosen last, since 1970
}

/** "llava · 7.1 B parameters · 576 tokens a view · used 1 Dec 2026"; what is not known is left out. */
export function modelLine({ inspection, bytesOnDisk, licence, usedMs }: KnownFacts): string {
  const inFp32 = inspection?.bytes['fp32'];
  const facts = [
    ...(inspection === undefined ? [] : folderFacts(inspection)),
    bytesOnDisk === undefined ? inFp32 && `${formatBytes(inFp32)} in fp32` : formatBytes(bytesOnDisk),
    licence,
    inspection?.supported === true ? calibrationFact(inspection) : undefined,
    usedMs === undefined ? undefined : `used ${dayWords(usedMs)}`,
  ];
  return facts.filter((fact) => typeof fact === 'string' && fact !== '').join(' · ');
}

/** Of the folder of the model in use, with the calibration that is in use: others may be newer. */
export function withCalibrationInUse(inspection: Inspection, inUse: ModelInfo | null): Inspection {
  if (inUse?.calibrationFile === undefined || inUse.calibration === null) return inspection;
  const { images, points } = inUse.calibration;
  const { file } = inUse.calibrationFile;
  return { ...inspection, calibration: { file, images, points: points.length } };
}

function folderFacts({ family, supported, parameters, tokensPerView }: Inspection): readonly string[] {
  return [
    supported ? family : `${family}, does not run`,
    parameters === 0 ? '' : `${formatCount(parameters)} parameters`,
    tokensPerView === 0 ? '' : `${plural(tokensPerView, 'token')} a view`,
  ];
}

/** Undefined where nobody has looked for one. */
function calibrationFact({ calibration }: Inspection): string | undefined {
  if (calibration === null) return 'not calibrated';
  return calibration && `calibrated on ${plural(calibration.images, 'image')}`;
}

export function dayWords(ms: number): string {
  return new Date(ms).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}
