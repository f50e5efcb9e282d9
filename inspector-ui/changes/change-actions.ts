import { registerActions } from '../actions/registry.ts';
import { middle } from '../session/place.ts';
import { session } from '../session/session.ts';
import { tell } from '../controls/notices.ts';
import { changesShown } from './changes-shown.ts';

registerActions([
  {
    id: 'changes.versions',
    label: 'Versions of this scene',
    group: 'World',
    enabled: () => session.may('control'),
    run: () => {
      changesShown.value = 'versions';
      middle.value = 'changes';
    },
  },
  {
    id: 'changes.takeAllBack',
    label: 'Take back all changes since the world was loaded…',
    group: 'World',
    destroys: true,
    enabled: () => session.mayEdit,
    run: async () => void (await (await import('./take-back.ts')).takeAllBack()),
  },
]);

session.reloaded.subscribe(() => {
  const by = session.reloaded.value?.by;
  // Who did it is told by what they did it with.
  if (by !== undefined && by !== session.me.value?.name) tell(`${by === '' ? 'Somebody' : by} put this world back to its file.`);
});
