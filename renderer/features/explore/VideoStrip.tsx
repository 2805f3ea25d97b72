/** The frames of a video under the stage: tokens of each over time, a thumbnail each, the one on the stage marked; arrow keys walk. */
import { useMemo, useRef, type KeyboardEvent } from 'react';
import { useApp, useAppStore, useSession } from '../../app/context.ts';
import { framesChart } from '../../charts/frames-chart.ts';
import { useSize } from '../../controls/use-size.ts';
import { selectModelInfo } from '../../state/selectors.ts';
import type { ShelfImage } from '../../state/shelf-slice.ts';
import type { AppState } from '../../state/store.ts';
import { matesOf, selectSubject } from '../../state/subject.ts';
import { frameChoices } from '../../state/video.ts';
import { perViewWords } from '../../words/subject-words.ts';
import { frameWords, matesWords, sampledWords } from '../../words/video-words.ts';

const chartHeight = 28;
const selectCounts = (state: AppState) => state.counts;
const selectSelected = (state: AppState) => state.choices.selected;
const selectSpan = (state: AppState) => selectModelInfo(state)?.takes.framesPerView ?? 1;
const selectVideos = (state: AppState) => state.videos;

export function VideoStrip() {
  const subject = useApp(selectSubject);
  return subject?.kind === 'video' ? <Strip frames={subject.images} video={subject.key} /> : null;
}

function Strip({ frames, video }: { readonly frames: readonly ShelfImage[]; readonly video: string }) {
  const counts = useApp(selectCounts);
  const selected = useApp(selectSelected);
  const store = useAppStore();
  const list = useRef<HTMLDivElement>(null);
  const size = useSize(list);
  const [first] = frames;
  const span = useApp(selectSpan);
  const mates = frames.map((image) => matesOf(image, frames, span));
  const total = first?.frame?.total ?? frames.length;
  const tokens = frames.map(({ id }) => counts[id]?.tokens ?? null);
  const most = Math.max(0, ...frames.map(({ id }) => counts[id]?.fullTokens ?? 0));
  const width = size?.width ?? 0;
  const key = tokens.join(' ');
  // The counts are a new list every time; their words are not.
  const bars = useMemo(
    () =>
      framesChart(
        key.split(' ').map((each) => (each === '' ? null : Number(each))),
        most,
        { width, height: chartHeight },
      ),
    [key, most, width],
  );
  const show = (id: string) => store.getState().choose({ selected: id, pin: null }, 'frame');

  function onKey(event: KeyboardEvent): void {
    const at = frames.findIndex(({ id }) => id === selected);
    const to = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: frames.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(frames.length - 1, Math.max(0, to));
    const frame = frames[next];
    if (frame === undefined) return;
    show(frame.id);
    list.current?.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus();
  }

  return (
    <section className="video-strip" aria-label="Video">
      <header>
        <h2>{first?.frame?.name}</h2>
        <span className="muted">{sampledWords(frames.length, total)} · tokens over time</span>
        {span === 1 ? null : (
          <span className="muted" role="note">
            {perViewWords(span)}
          </span>
        )}
        <FrameCount video={video} taken={frames.length} />
      </header>
      <div
        ref={list}
        role="radiogroup"
        aria-label="Frames of the video"
        className="video-frames"
        onKeyDown={onKey}
      >
        <svg className="video-chart" width={width} height={chartHeight} aria-hidden>
          {bars.map((bar, index) => (
            <rect
              key={frames[index]?.id}
              data-shown={frames[index]?.id === selected || undefined}
              x={bar.x}
              y={bar.y}
              width={bar.width}
              height={bar.height}
            />
          ))}
        </svg>
        <div className="video-row">
          {frames.map(({ id, frame, thumbnail }, index) => {
            const count = counts[id];
            const others = mates[index]?.filter((mate) => mate.id !== id) ?? [];
            const joined = matesWords(others.map((mate) => mate.frame?.index ?? 0));
            const words = count === undefined ? '' : `, ${count.tokens} of ${count.fullTokens} tokens`;
            return (
              <button
                key={id}
                type="button"
                role="radio"
                className="video-frame"
                aria-checked={id === selected}
                aria-label={`${frameWords(frame?.index ?? index, total)}${joined}${words}`}
                tabIndex={id === selected ? 0 : -1}
                onClick={() => show(id)}
              >
                {thumbnail.kind === 'ready' ? <img src={thumbnail.url} alt="" draggable={false} /> : <span />}
                <span className="video-number">
                  {(frame?.index ?? index) + 1} <span className="muted">{count?.tokens ?? '–'}</span>
                </span>
              </button>
            );
          })}
        </div>
      </div>
    </section>
  );
}

/** Only of what was opened in this session: the others' folders are not known any more. */
function FrameCount({ video, taken }: { readonly video: string; readonly taken: number }) {
  const known = useApp(selectVideos)[video];
  const session = useSession();
  if (known === undefined) return null;
  const total = known.sources.length;
  const offered = [
    ...new Set([...frameChoices.filter((count) => count < total), taken, Math.min(total, 128)]),
  ];
  return (
    <select
      className="select"
      aria-label="Number of frames"
      value={taken}
      onChange={({ target }) => session.videos.sample(video, Number(target.value))}
    >
      {offered
        .toSorted((a, b) => a - b)
        .map((count) => (
          <option key={count} value={count}>
            {count === total ? `all ${total}` : count}
          </option>
        ))}
    </select>
  );
}
