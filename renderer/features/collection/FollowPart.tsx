/** Whether the folder is followed: switched here, said here with the reason where changes are not heard of at once, and looked through again from here. */
import { RefreshCw } from 'lucide-react';
import { CommandButton } from '../../app/CommandButton.tsx';
import { useApp, useAppStore } from '../../app/context.ts';
import { rescanCollection } from '../../commands/collection.ts';
import { Switch } from '../../controls/Switch.tsx';
import type { AppState } from '../../state/store.ts';
import { followingWords } from '../../words/collection-words.ts';

const selectFollow = (state: AppState) => state.followFolders;
const selectFollowing = (state: AppState) => state.collectionFacts.following;

export function FollowPart() {
  const follow = useApp(selectFollow);
  const following = useApp(selectFollowing);
  const store = useAppStore();
  const words = following && followingWords(following);
  return (
    <div className="collection-follow">
      <Switch
        label="Follow the folder"
        checked={follow}
        onChange={(next) => store.getState().setFollowFolders(next)}
      />
      <CommandButton command={rescanCollection} Icon={RefreshCw} />
      <span className="muted" role="status" aria-label="Following" title={words?.why}>
        {words?.short}
      </span>
    </div>
  );
}

/** The reason, where somebody may wait for files that come late. */
export function FollowNote() {
  const following = useApp(selectFollowing);
  if (following?.kind !== 'rescanned') return null;
  return <p className="collection-line muted">{followingWords(following).why}</p>;
}
