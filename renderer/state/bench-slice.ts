/** What merging would bring on this computer: what is to be measured, the measurement that runs, and what was measured since the window opened. Measures nothing. */
import type {
  BenchReport,
  BenchRequest,
  ModelInfo,
  Progress,
  ShapeName,
  TowerPrecision,
} from '../../src-engine/engine.ts';
import type { CreateSlice } from './slice.ts';

/** `model`: the one in use. */
export type BenchSubjectName = ShapeName | 'model';

export interface BenchChoice {
  readonly subject: BenchSubjectName;
  readonly tower: TowerPrecision;
}

export type BenchState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly request: BenchRequest;
      readonly progress: Progress | null;
      readonly elapsedMs: number; // when that progress came
    }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'failed';
      readonly request: BenchRequest;
      readonly message: string;
      readonly detail: string | null;
    };

export interface BenchSlice {
  readonly bench: BenchState;
  readonly benchChoice: BenchChoice;
  /** The newest of each subject, by `benchKey`; gone with the window. */
  readonly benchReports: Readonly<Record<string, BenchReport>>;
  /** A command asked for the panel, which has not taken the focus yet. */
  readonly benchAsked: boolean;
  readonly setBench: (bench: BenchState) => void;
  readonly chooseBench: (change: Partial<BenchChoice>) => void;
  readonly keepBench: (key: string, report: BenchReport) => void;
  readonly askForBench: (asked: boolean) => void;
}

export const createBenchSlice: CreateSlice<BenchSlice> = (set) => ({
  bench: { kind: 'idle' },
  benchChoice: { subject: 'embedded', tower: 'fp32' },
  benchReports: {},
  benchAsked: false,
  setBench: (bench) => set({ bench }),
  chooseBench: (change) => set((state) => ({ benchChoice: { ...state.benchChoice, ...change } })),
  keepBench: (key, report) => set((state) => ({ benchReports: { ...state.benchReports, [key]: report } })),
  askForBench: (benchAsked) => set({ benchAsked }),
});

/** Equal for requests whose reports take each other's place. */
export function benchKey({ subject, towerPrecision = 'fp32', precision }: BenchRequest): string {
  const name = subject.kind === 'shape' ? subject.shape : subject.directory;
  return `${towerPrecision} ${precision ?? 'own'} ${subject.kind} ${name}`;
}

/** What the choice asks of the engine, the model in use with its language model as it is loaded; null where that is chosen and none is loaded. */
export function benchRequest({ subject, tower }: BenchChoice, model: ModelInfo | null): BenchRequest | null {
  const towerPrecision = tower;
  if (subject !== 'model') return { subject: { kind: 'shape', shape: subject }, towerPrecision };
  if (model === null) return null;
  const { directory, takes } = model;
  return {
    subject: { kind: 'model', directory },
    towerPrecision,
    ...(takes.questions ? { precision: model.precision } : {}),
  };
}
