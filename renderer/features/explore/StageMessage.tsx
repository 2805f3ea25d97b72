/** What stands on the stage when there is no picture, or when a picture has no tokens yet. */
import { ImagePlus } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useApp, useCommand } from '../../app/context.ts';
import { selectImage, selectRecorded, selectShown } from '../../state/selectors.ts';
import { openImages } from '../../commands/files.ts';
import type { AppState } from '../../state/store.ts';
import { recordedWords } from '../../words/recorded-words.ts';

const selectPicture = (state: AppState) => state.picture;
const selectEncode = (state: AppState) => state.encode;
const selectModel = (state: AppState) => state.model;

/** Said to a screen reader too: what is on screen was not made by this computer. */
export function RecordedNote() {
  const recorded = useApp(selectRecorded);
  return (
    <div role="status" aria-label="Origin">
      {recorded === 'no' ? null : (
        <p className="stage-note stage-recorded">{recordedWords(recorded === 'awaited')}</p>
      )}
    </div>
  );
}

export function StageMessage() {
  const image = useApp(selectImage);
  const picture = useApp(selectPicture);
  const encode = useApp(selectEncode);
  const model = useApp(selectModel);
  const shown = useApp(selectShown);
  const command = useCommand();
  if (image === null) {
    return (
      <div className="stage-empty">
        <ImagePlus aria-hidden size="2rem" strokeWidth={1.25} />
        <p>Drop an image here, or paste one.</p>
        <Button className="button" onPress={() => command(openImages)}>
          Open images…
        </Button>
      </div>
    );
  }
  if (picture.kind === 'failed') return <p className="stage-empty">{picture.message}</p>;
  if (shown !== null) return null;
  if (encode.kind === 'failed') return <p className="stage-note">{encode.message}</p>;
  if (model.kind === 'failed')
    return <p className="stage-note">No model is loaded: the picture without its tokens.</p>;
  return (
    <p className="stage-note stage-note-late">
      {model.kind === 'ready' ? 'Encoding…' : 'Waiting for the model…'}
    </p>
  );
}
