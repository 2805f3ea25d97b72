/** The wipe handle over the stage: plain picture left of it, overlay right of it. */
import { useApp, useAppStore } from '../../app/context.ts';
import { Wipe } from '../../controls/Wipe.tsx';
import { overlayMode } from '../../../src-engine/overlay/modes.ts';
import { formatPercent } from '../../../src-engine/report/units.ts';
import type { AppState } from '../../state/store.ts';

/** Null while there is nothing to wipe. */
export function selectWipe({ wipe, choices }: AppState): number | null {
  return overlayMode(choices.overlay).opacity === null ? null : wipe;
}

export function clipOf(wipe: number | null): string | undefined {
  return wipe === null ? undefined : `inset(0 0 0 ${100 * wipe}%)`;
}

export function StageWipe() {
  const wipe = useApp(selectWipe);
  const store = useAppStore();
  if (wipe === null) return null;
  return (
    <Wipe
      label="Wipe"
      share={wipe}
      words={(share) => `plain picture ${formatPercent(share)}, overlay ${formatPercent(1 - share)}`}
      onShare={(share) => store.getState().setWipe(share)}
    />
  );
}
