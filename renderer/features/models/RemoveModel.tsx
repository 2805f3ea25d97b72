/** Taking a model out of the download cache, after it was said what goes. */
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import type { CachedHubModel } from '../../../src-engine/engine.ts';
import { formatBytes, plural } from '../../../src-engine/report/units.ts';
import { useSession } from '../../app/context.ts';

interface Props {
  readonly model: CachedHubModel;
  readonly used: boolean;
}

export function RemoveModel({ model, used }: Props) {
  const { name } = model;
  return (
    <DialogTrigger>
      <Button className="button" aria-label={`Remove ${name}…`} isDisabled={used}>
        Remove…
      </Button>
      <ModalOverlay className="modal-veil" isDismissable>
        <Modal className="modal modal-narrow">
          <Dialog role="alertdialog" className="window-dialog">
            {({ close }) => <Confirm model={model} close={close} />}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function Confirm({ model, close }: { readonly model: CachedHubModel; readonly close: () => void }) {
  const session = useSession();
  const { name, bytes, versions } = model;
  const foreign = versions.filter(({ own }) => !own).length;
  const onlyForeign = foreign === versions.length;
  const [others, setOthers] = useState(false);
  return (
    <>
      <header>
        <Heading slot="title">Remove {name}?</Heading>
      </header>
      <p>
        Its files are deleted from the download cache, {formatBytes(bytes)} in all. They can be downloaded
        again.
      </p>
      {foreign === 0 ? null : (
        <label className="check-row">
          <input type="checkbox" checked={others} onChange={(event) => setOthers(event.target.checked)} />
          <span>
            {onlyForeign ? 'It was' : `${plural(foreign, 'version')} of it ${foreign === 1 ? 'was' : 'were'}`}{' '}
            fetched by another program, which may need {foreign === 1 ? 'it' : 'them'}: remove{' '}
            {foreign === 1 ? 'it' : 'them'} all the same
          </span>
        </label>
      )}
      <p className="bench-ways">
        <Button
          className="button button-accent"
          isDisabled={onlyForeign && !others}
          onPress={() => {
            close();
            void session.library.remove(name, others);
          }}
        >
          Remove
        </Button>
        <Button className="button" autoFocus onPress={close}>
          Keep it
        </Button>
      </p>
    </>
  );
}
