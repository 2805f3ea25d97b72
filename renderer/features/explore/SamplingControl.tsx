/** How tokens are chosen: a button that says what is in force, and behind it the choice and where each setting comes from. */
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useApp, useAppStore } from '../../app/context.ts';
import { Segmented } from '../../controls/Segmented.tsx';
import { selectModelInfo } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { samplingNames, samplingWords, type SamplingWords } from '../../words/sampling-words.ts';

const selectSampling = (state: AppState) => state.choices.sampling;
const options = [
  { value: 'greedy', label: samplingNames.greedy },
  { value: 'sample', label: samplingNames.sample },
] as const;

export function SamplingControl() {
  const info = useApp(selectModelInfo);
  const sampling = useApp(selectSampling);
  const store = useAppStore();
  if (info === null) return null;
  const words = samplingWords(sampling, info.generation);
  return (
    <DialogTrigger>
      <Button className="button sampling" aria-label={`Sampling: ${words.summary}`}>
        {words.summary}
      </Button>
      <Popover className="popover" placement="top end">
        <Dialog className="popover-body selectable" aria-label="Sampling">
          <h3>Sampling</h3>
          <Segmented
            label="Sampling"
            options={options}
            value={sampling}
            onChange={(next) => store.getState().choose({ sampling: next })}
          />
          <p>{words.explanation}</p>
          <InForce words={words} />
          {words.remarks.map((remark) => (
            <p key={remark}>{remark}</p>
          ))}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function InForce({ words: { settings } }: { readonly words: SamplingWords }) {
  if (settings.length === 0) return <p>This model sets nothing else.</p>;
  return (
    <table className="in-force">
      <caption>In force</caption>
      <tbody>
        {settings.map(({ setting, from }) => (
          <tr key={setting}>
            <th scope="row">{setting}</th>
            <td>{from}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
