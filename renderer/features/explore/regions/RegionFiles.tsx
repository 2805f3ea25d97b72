/** Regions from a file and into one, as the command line reads it. */
import { Download, FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { CommandButton } from '../../../app/CommandButton.tsx';
import { useApp, useSession } from '../../../app/context.ts';
import { saveRegions } from '../../../commands/regions.ts';
import { IconButton } from '../../../controls/IconButton.tsx';
import { whyNotSteer } from '../../../state/regions/selectors.ts';

export function RegionFiles() {
  const session = useSession();
  const field = useRef<HTMLInputElement>(null);
  const off = useApp(whyNotSteer) !== null;
  return (
    <>
      <IconButton label="Regions from a file" isDisabled={off} onPress={() => field.current?.click()}>
        <FolderOpen aria-hidden size="1rem" />
      </IconButton>
      <input
        ref={field}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = ''; // the same file can be chosen again
          if (file !== undefined) void session.regions.take(file);
        }}
      />
      <CommandButton command={saveRegions} Icon={Download} />
    </>
  );
}
