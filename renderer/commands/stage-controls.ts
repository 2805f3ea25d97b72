/** The handful of things that commands ask of mounted components. Components put themselves in; without them nothing happens. */

export interface StageControls {
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
  readonly focusQuestion: () => void;
}

export interface StageControlsSlot extends StageControls {
  readonly fill: (controls: Partial<StageControls>) => () => void;
}

export function createStageControls(): StageControlsSlot {
  let filled: Partial<StageControls> = {};
  return {
    zoomBy: (factor) => filled.zoomBy?.(factor),
    fit: () => filled.fit?.(),
    focusQuestion: () => filled.focusQuestion?.(),
    fill: (controls) => {
      filled = { ...filled, ...controls };
      return () => {
        const gone = new Set(Object.keys(controls));
        filled = Object.fromEntries(Object.entries(filled).filter(([name]) => !gone.has(name)));
      };
    },
  };
}
