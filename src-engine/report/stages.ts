/** The stages of an answer and their times: which of them merging can change, and which are the same with and without it. */
export const stageNames = ['preprocess', 'encode', 'project', 'prefill', 'decode'] as const;
export type StageName = (typeof stageNames)[number];

/** What merging can change before the first token comes. Reading and preparing the picture is not among them: it costs both ways the same. */
export const changeableStages = ['encode', 'project', 'prefill'] as const;
export type ChangeableStage = (typeof changeableStages)[number];

export interface Stage {
  readonly name: StageName;
  readonly ms: number;
}

type StageTimes = Readonly<Record<`${StageName}Ms`, number>>;

/** In the order in which they happen. Their sum is the whole time of the answer. */
export function stagesOf(timings: StageTimes): readonly Stage[] {
  return stageNames.map((name) => ({ name, ms: timings[`${name}Ms`] }));
}

export function totalMs(timings: StageTimes): number {
  return stagesOf(timings).reduce((sum, { ms }) => sum + ms, 0);
}

/** Encode, project and prefill together: the time before the first token that merging can change. */
export function changeableMs(timings: StageTimes): number {
  return changeableStages.reduce((sum, name) => sum + timings[`${name}Ms`], 0);
}
