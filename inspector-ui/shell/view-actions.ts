import { density, type Density } from '../controls/density.ts';
import { HeldLetters } from '../controls/held-letters.ts';
import { middle } from '../session/place.ts';
import { foldOrShow, goToPane, nextPane } from './pane-focus.ts';
import { resetLayout } from '../session/layout.ts';
import { MIDDLE_TABS } from './builtin.ts';
import { motion, theme, type Motion, type Theme } from '../controls/theme.ts';
import { registerActions, type Action } from '../actions/registry.ts';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'Light or dark as the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];
const DENSITIES: readonly (readonly [Density, string])[] = [
  ['compact', 'Compact'],
  ['roomy', 'Roomy'],
];
const MOTIONS: readonly (readonly [Motion, string])[] = [
  ['system', 'Motion as the system'],
  ['less', 'Less motion'],
];

/** The palette is fetched when it is first asked for; who types on meanwhile loses no letter. */
async function openPalette(text: string): Promise<void> {
  const letters = document.querySelector('ww-palette') === null ? new HeldLetters() : undefined;
  try {
    (await import('./palette.ts')).openPalette(text, letters);
  } catch (error) {
    letters?.end();
    throw error;
  }
}

/** What can be done with the page itself. */
export function registerViewActions(): void {
  registerActions([
    {
      id: 'view.palette',
      label: 'Command palette',
      group: 'View',
      keys: ['Ctrl-K', 'Ctrl-Shift-P'],
      run: () => openPalette(''),
    },
    { id: 'view.keys', label: 'All keys', group: 'View', keys: ['?'], run: async () => (await import('./keys-overlay.ts')).openKeys() },
    { id: 'view.settings', label: 'Settings', group: 'View', keys: ['Ctrl-,'], run: async () => (await import('./settings.ts')).openSettings() },
    { id: 'access.list', label: 'Who may connect where…', group: 'Connection', run: async () => (await import('../access/access-list.ts')).openAccessList() },
    {
      id: 'view.worlds',
      label: 'Enter another world…',
      group: 'World',
      run: () => openPalette('#'),
    },
    ...MIDDLE_TABS.map(({ name, label }, i): Action => ({
      id: `view.${name}`,
      label: `Show ${label.toLowerCase()}`,
      group: 'View',
      keys: [`Alt-${i + 1}`],
      run: () => {
        middle.value = name;
        goToPane('world');
      },
    })),
    { id: 'view.next', label: 'Next pane', group: 'View', keys: ['F6'], run: () => nextPane(1) },
    { id: 'view.previous', label: 'Pane before', group: 'View', keys: ['Shift-F6'], run: () => nextPane(-1) },
    { id: 'view.hierarchy', label: 'Go to the hierarchy', group: 'View', keys: ['Ctrl-Shift-1'], run: () => goToPane('tree') },
    { id: 'view.middle', label: 'Go to the middle', group: 'View', keys: ['Ctrl-Shift-2'], run: () => goToPane('world') },
    { id: 'view.entity', label: 'Go to the entity', group: 'View', keys: ['Ctrl-Shift-3'], run: () => goToPane('entity') },
    { id: 'view.log', label: 'Go to the log', group: 'View', keys: ['Ctrl-Shift-4'], run: () => goToPane('log') },
    { id: 'view.fold.left', label: 'Fold or show the hierarchy', group: 'View', keys: ['Ctrl-B'], run: () => foldOrShow('left') },
    { id: 'view.fold.bottom', label: 'Fold or show the log', group: 'View', keys: ['Ctrl-J'], run: () => foldOrShow('bottom') },
    { id: 'view.fold.right', label: 'Fold or show the entity', group: 'View', keys: ['Ctrl-Alt-B'], run: () => foldOrShow('right') },
    { id: 'view.reset', label: 'Reset the layout', group: 'View', run: resetLayout },
    ...THEMES.map(([value, label]): Action => ({
      id: `view.theme.${value}`,
      label,
      group: 'View',
      enabled: () => theme.value !== value,
      run: () => {
        theme.value = value;
      },
    })),
    ...DENSITIES.map(([value, label]): Action => ({
      id: `view.density.${value}`,
      label,
      group: 'View',
      enabled: () => density.value !== value,
      run: () => {
        density.value = value;
      },
    })),
    ...MOTIONS.map(([value, label]): Action => ({
      id: `view.motion.${value}`,
      label,
      group: 'View',
      enabled: () => motion.value !== value,
      run: () => {
        motion.value = value;
      },
    })),
    { id: 'people.panel', label: 'People', group: 'People', run: async () => (await import('../people/people-panel.ts')).showPeople(null) },
    { id: 'people.name', label: 'Change your name…', group: 'People', run: async () => (await import('../people/people-panel.ts')).askName() },
  ]);
}
