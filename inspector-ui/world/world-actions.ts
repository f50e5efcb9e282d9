import { session } from '../session/session.ts';
import { redo, save, setSpeed, step, togglePause, undo } from './deeds.ts';
import { stepSize } from './step-size.ts';
import { plural } from '../controls/words.ts';
import { registerActions, type Action } from '../actions/registry.ts';
import { SPEEDS, nextSpeed } from './speeds.ts';

const mayEdit = (): boolean => session.mayEdit && session.phase.value === 'online';
const maySave = (): boolean => session.maySave && session.phase.value === 'online';
const mayRun = (): boolean => session.mayRun && session.phase.value === 'online';
const paused = (): boolean => session.run.value?.paused === true;
const speed = (): number => session.run.value?.speed ?? 1;

/** What can be done with the world as a whole. */
export function registerWorldActions(): void {
  registerActions([
    {
      id: 'world.undo',
      label: 'Undo',
      group: 'World',
      keys: ['Ctrl-Z'],
      enabled: () => mayEdit() && session.status.value?.undo !== null,
      // The server is asked in any case; where there is nothing to undo, it says so.
      keyCounts: mayEdit,
      repeats: true,
      run: undo,
    },
    {
      id: 'world.redo',
      label: 'Redo',
      group: 'World',
      keys: ['Ctrl-Shift-Z', 'Ctrl-Y'],
      enabled: () => mayEdit() && session.status.value?.redo !== null,
      keyCounts: mayEdit,
      repeats: true,
      run: redo,
    },
    { id: 'world.history', label: 'History of edits', group: 'World', run: async () => (await import('../changes/history-panel.ts')).showHistory(null) },
    { id: 'world.save', label: 'Save', group: 'World', keys: ['Ctrl-S'], enabled: maySave, run: save },
    {
      id: 'world.saveAs',
      label: 'Save as…',
      group: 'World',
      keys: ['Ctrl-Shift-S'],
      enabled: maySave,
      run: async () => (await import('./save-as.ts')).askSaveAs(),
    },
    {
      id: 'world.revert',
      label: 'Revert to the file…',
      group: 'World',
      destroys: true,
      enabled: maySave,
      run: async () => (await import('./revert.ts')).askRevert(),
    },
    { id: 'world.pause', label: 'Pause or run the world', group: 'Time', keys: ['F8'], enabled: mayRun, run: togglePause },
    { id: 'world.step', label: 'Step one tick', group: 'Time', keys: ['F10'], enabled: () => mayRun() && paused(), repeats: true, run: () => step(1) },
    {
      id: 'world.stepMany',
      get label(): string {
        return `Step ${plural(stepSize.value, 'tick')}`;
      },
      group: 'Time',
      keys: ['Ctrl-F10'],
      enabled: () => mayRun() && paused(),
      run: () => step(stepSize.value),
    },
    { id: 'world.slower', label: 'Slower', group: 'Time', keys: ['Alt-,'], enabled: mayRun, run: () => setSpeed(nextSpeed(speed(), -1)) },
    { id: 'world.faster', label: 'Faster', group: 'Time', keys: ['Alt-.'], enabled: mayRun, run: () => setSpeed(nextSpeed(speed(), 1)) },
    ...SPEEDS.map((each): Action => ({ id: `world.speed.${each}`, label: `Speed ${each}×`, group: 'Time', enabled: mayRun, run: () => setSpeed(each) })),
    {
      id: 'world.runs',
      label: 'How it runs: tick time, lateness, systems',
      group: 'World',
      run: async () => (await import('./run-panel.ts')).showRun(null),
    },
  ]);
}
