/** Many images at once: the shelf takes a folder, and a terminal measures one. */
import { Button } from 'react-aria-components';
import { useCommand, useSession } from '../../app/context.ts';
import { openFolder } from '../../commands/files.ts';
import { showViews } from '../../commands/view.ts';
import { Terminal } from '../../controls/Terminal.tsx';

export function CollectionView() {
  const command = useCommand();
  const { copyText } = useSession();
  return (
    <div className="page">
      <header>
        <h2>Collection</h2>
        <p className="muted">How many tokens the pictures of a folder keep.</p>
      </header>
      <section className="page-part" aria-labelledby="collection-here">
        <h3 id="collection-here">On the shelf</h3>
        <p>
          Open a folder, and all its images join the shelf in Explore. While you do nothing else, the tokens
          of each are counted at the present budget, and those that keep most come first.
        </p>
        <Button
          className="button button-accent"
          onPress={() => {
            command(showViews.explore);
            command(openFolder);
          }}
        >
          {openFolder.label}
        </Button>
      </section>
      <section className="page-part" aria-labelledby="collection-terminal">
        <h3 id="collection-terminal">In a terminal</h3>
        <p>
          A calibration encodes every image of a folder at many budgets and says for each how many tokens the
          images keep, mean and spread. The file that it writes gives the model an adaptive budget that fits
          these images.
        </p>
        <Terminal
          what="calibrate with a folder"
          line="npm run dymu -- calibrate --images my-pictures/ --out my-calibration.json"
          copy={copyText}
        />
        <p>The tokens, layers and groups of a single image, as numbers and as a figure:</p>
        <Terminal
          what="encode one image"
          line="npm run dymu -- encode --image photo.jpg --preset mid --overlay tokens.svg --json"
          copy={copyText}
        />
        <p className="muted">Both run in the folder of the source code, after npm ci.</p>
      </section>
    </div>
  );
}
