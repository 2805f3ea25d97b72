/** What a download would bring: sizes first, whether the model fits, the licence, every file and why it is left out. */
import { Button } from 'react-aria-components';
import type { HubFile, HubPlan } from '../../../src-engine/engine.ts';
import { formatBytes, formatCount } from '../../../src-engine/report/units.ts';
import { useSession } from '../../app/context.ts';
import { NoteList } from '../../controls/NoteList.tsx';
import { accessWords, hindrance, memoryWords, precisionWords } from '../../words/hub-words.ts';

export function DownloadPlan({ plan }: { readonly plan: HubPlan }) {
  const session = useSession();
  const stops = hindrance(plan);
  const { bytes } = plan;
  return (
    <section className="download-plan" aria-label={`Download of ${plan.name}`}>
      <h3>
        {plan.name} <span className="muted">{plan.revision === 'main' ? '' : `at ${plan.revision}`}</span>
      </h3>
      <p className="download-size">
        <strong>{bytes.left === 0 ? 'All of it is here' : `${formatBytes(bytes.left)} to fetch`}</strong>
        <span className="muted">
          {` ${formatBytes(bytes.needed)} needed of ${formatBytes(bytes.all)}, ${formatBytes(plan.freeBytes)} free on the disk`}
        </span>
      </p>
      {plan.supported ? (
        <p>{memoryWords(plan.memory)}</p>
      ) : (
        <p role="alert">It will not run here: {plan.reason}</p>
      )}
      {[...new Set([accessWords(plan), stops])]
        .filter((words) => words !== null)
        .map((words) => (
          <p key={words} className="known-missing">
            {words}
          </p>
        ))}
      <p className="bench-ways">
        <Button
          className={plan.supported ? 'button button-accent' : 'button'}
          isDisabled={stops !== null}
          onPress={() => void session.library.download(plan)}
        >
          {bytes.left === 0
            ? 'Check the files that are here'
            : plan.supported
              ? 'Download'
              : 'Download all the same'}
        </Button>
      </p>
      <dl className="model-facts">
        {factsOf(plan).map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd className="selectable">{fact}</dd>
          </div>
        ))}
      </dl>
      <NoteList notes={plan.notes} fold />
      <details>
        <summary>{plan.files.length} files</summary>
        <FileTable files={plan.files} />
      </details>
    </section>
  );
}

function factsOf(plan: HubPlan): readonly (readonly [string, string])[] {
  return [
    ...(plan.family === null ? [] : [['Family', plan.family] as const]),
    ...(plan.parameters === 0 ? [] : [['Parameters', formatCount(plan.parameters)] as const]),
    ...(plan.tokensPerView === 0 ? [] : [['Tokens per view', String(plan.tokensPerView)] as const]),
    ...(plan.memory.length === 0 ? [] : [['Memory', plan.memory.map(precisionWords).join('\n')] as const]),
    ['Licence', plan.licence ?? 'its page names none'],
    ['Commit', plan.commit.slice(0, 12)],
  ];
}

function FileTable({ files }: { readonly files: readonly HubFile[] }) {
  return (
    <table className="download-files">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Size</th>
          <th scope="col">What becomes of it</th>
        </tr>
      </thead>
      <tbody>
        {files.map(({ path, bytes, leftOut, here }) => (
          <tr key={path}>
            <td className="selectable">{path}</td>
            <td>{formatBytes(bytes)}</td>
            <td className={leftOut === undefined ? '' : 'muted'}>
              {leftOut === undefined ? (here === true ? 'is here' : 'is fetched') : `left out: ${leftOut}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
