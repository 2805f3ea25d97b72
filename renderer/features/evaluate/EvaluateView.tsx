/** What merging keeps of the accuracy is measured in a terminal; this page says how. */
import { useSession } from '../../app/context.ts';
import { Terminal } from '../../controls/Terminal.tsx';

export function EvaluateView() {
  const { copyText } = useSession();
  return (
    <div className="page">
      <header>
        <h2>Evaluate</h2>
        <p className="muted">How much accuracy merging keeps, on questions with known answers.</p>
      </header>
      <section className="page-part" aria-labelledby="evaluate-bench">
        <h3 id="evaluate-bench">The bundled questions</h3>
        <p>
          2,700 questions about 300 drawn scenes come along. Every mode answers all of them; the table has the
          accuracy with its interval, the share of it that is kept, and the tokens. An interrupted run goes on
          with --resume.
        </p>
        <Terminal
          what="evaluate with the bundled questions"
          line="npm run dymu -- eval --modes full,dymu:mid,tome:88,dymu:mid:no-vtu --figure curve.svg"
          copy={copyText}
        />
      </section>
      <section className="page-part" aria-labelledby="evaluate-own">
        <h3 id="evaluate-own">Your own</h3>
        <p>
          A file with one question a line: image, question, answers, and a kind if you like. Paths are
          relative to the file. With “options”, the scorer choice reads letters and the options’ own words;
          yes-no and yes-no:pope count precision and recall too.
        </p>
        <pre className="page-sample selectable">
          {
            '{"image": "street.jpg", "question": "How many cars?", "answers": ["3", "three"], "kind": "count"}'
          }
        </pre>
        <Terminal
          what="evaluate with your own questions"
          line="npm run dymu -- eval --data questions.jsonl --model path/to/checkpoint --out table.csv"
          copy={copyText}
        />
        <Terminal
          what="hold pooling and VisionZip against the same questions"
          line="npm run dymu -- eval --modes full,pool:64,visionzip:64"
          copy={copyText}
        />
        <p className="muted">All run in the folder of the source code, after npm ci.</p>
      </section>
    </div>
  );
}
