/** Where data lies and how much: shown in the file manager, emptied where it can be made again, asked about first. */
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { DataPlace, DataPlaceId } from '../../../electron/bridge.ts';
import { formatBytes } from '../../../src-engine/report/units.ts';
import { useApp, useSession } from '../../app/context.ts';
import type { AppState } from '../../state/store.ts';
import { placeWords } from '../../words/settings-words.ts';
import { SettingsPart } from './SettingsPart.tsx';

const selectPlaces = (state: AppState) => state.places;

export function DataSettings() {
  const places = useApp(selectPlaces);
  const { preferences } = useSession();
  const [asked, setAsked] = useState<DataPlaceId | null>(null);
  useEffect(() => void preferences.look(), [preferences]);
  if (places === null) return null;
  return (
    <SettingsPart title="Where data lies">
      <ul className="settings-places" role="list">
        {places.map((place) => (
          <li key={place.id}>
            <strong>{placeWords[place.id].title}</strong>
            <span className="muted">{formatBytes(place.bytes)}</span>
            <p className="muted">{placeWords[place.id].what}</p>
            <p className="selectable settings-path">{place.path}</p>
            {asked === place.id ? (
              <Sure
                place={place}
                onAnswer={(yes) => {
                  setAsked(null);
                  if (yes) void preferences.clear(place.id);
                }}
              />
            ) : (
              <span className="settings-acts">
                <Button
                  className="small-button"
                  aria-label={`Show the folder: ${placeWords[place.id].title}`}
                  onPress={() => void preferences.show(place.id)}
                >
                  Show the folder
                </Button>
                {place.clearable ? (
                  <Button
                    className="small-button"
                    aria-label={`Clear: ${placeWords[place.id].title}`}
                    isDisabled={place.bytes === 0}
                    onPress={() => setAsked(place.id)}
                  >
                    Clear…
                  </Button>
                ) : null}
              </span>
            )}
          </li>
        ))}
      </ul>
    </SettingsPart>
  );
}

interface SureProps {
  readonly place: DataPlace;
  readonly onAnswer: (yes: boolean) => void;
}

function Sure({ place, onAnswer }: SureProps) {
  return (
    <span className="settings-acts" role="group" aria-label={`Clear ${placeWords[place.id].title}?`}>
      <span>Clear {formatBytes(place.bytes)}? All of it is made again when it is needed.</span>
      <Button className="small-button" autoFocus onPress={() => onAnswer(false)}>
        Keep
      </Button>
      <Button className="small-button" onPress={() => onAnswer(true)}>
        Clear
      </Button>
    </span>
  );
}
