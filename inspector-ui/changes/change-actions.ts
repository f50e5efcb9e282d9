import { registerActions } from '../actions/registry.ts';
import { session } from '../session/session.ts';
import { tell } from '../controls/notices.ts';

registerActions([
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
