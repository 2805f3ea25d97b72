/** Before the system asks where: whether the pictures go into the file. */
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp, useAppStore, useSession } from '../app/context.ts';
import { Segmented } from '../controls/Segmented.tsx';
import type { AppState } from '../state/store.ts';
import { WindowDialog } from './WindowDialog.tsx';

const ways = {
  inside: {
    label: 'Inside the file',
    what: 'Somebody else can open it on another computer. The pictures are in it as they are in their files.',
  },
  paths: {
    label: 'By their paths',
    what: 'A small file for this computer. A picture that is moved or changed is missing when it is opened; pasted pictures are inside all the same.',
  },
} as const;
type Way = keyof typeof ways;

const wayNames: readonly Way[] = ['inside', 'paths'];
const selectFile = (state: AppState) => state.sessionFile;

export function SaveSessionDialog() {
  return (
    <WindowDialog name="save-session" title="Save session" className="save-session-dialog">
      <Choice />
    </WindowDialog>
  );
}

function Choice() {
  const file = useApp(selectFile);
  const [way, setWay] = useState<Way>(file?.inside === false ? 'paths' : 'inside');
  const store = useAppStore();
  const session = useSession();
  return (
    <>
      <p>Pictures, budget, question, answers and their figures are saved. The model is named, not copied.</p>
      <Segmented
        label="Pictures"
        options={wayNames.map((value) => ({ value, label: ways[value].label }))}
        value={way}
        onChange={setWay}
      />
      <p className="muted">{ways[way].what}</p>
      <Button
        className="button"
        onPress={() => {
          store.getState().setDialog(null);
          void session.files.saveAs(way === 'inside');
        }}
      >
        Choose where…
      </Button>
    </>
  );
}
