/** What this application is: name, version, licence, what it runs on; to be copied into a report. */
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { About } from '../../electron/bridge.ts';
import { useSession } from '../app/context.ts';
import { WindowDialog } from './WindowDialog.tsx';

export function AboutDialog() {
  return (
    <WindowDialog name="about" title="About DyMU Explorer" className="about-dialog">
      <AboutFacts />
    </WindowDialog>
  );
}

type Known =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'known'; readonly about: About };

function AboutFacts() {
  const session = useSession();
  const [known, setKnown] = useState<Known>({ kind: 'asking' });
  useEffect(() => {
    let here = true;
    session.about().then(
      (about) => here && setKnown({ kind: 'known', about }),
      () => here && setKnown({ kind: 'failed' }),
    );
    return () => {
      here = false;
    };
  }, [session]);
  if (known.kind === 'failed') return <p>The application did not say what it is; start it again.</p>;
  if (known.kind === 'asking') return <p className="muted">One moment…</p>;
  const facts = factsOf(known.about);
  const text = facts.map(([term, fact]) => `${term}: ${fact}`).join('\n');
  return (
    <>
      <p>
        Shows and steers how many visual tokens a vision-language model works with. The method is DyMU (Wang
        et al., arXiv 2504.17040); this is an independent implementation. It asks nothing of the network by
        itself.
      </p>
      <dl className="selectable">
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      <Button className="button" onPress={() => void session.copyText(text)}>
        Copy
      </Button>
    </>
  );
}

function factsOf(about: About): readonly (readonly [string, string])[] {
  return [
    ['Name', about.name],
    ['Version', about.version],
    ['Licence', about.licence],
    ['Made by others', about.notices],
    ['System', about.platform],
    ['Runs on', about.runsOn],
    ['Settings and data', about.userData],
  ];
}
