import { may } from '../../engine/rights.ts';
import { registerActions, type Action } from '../actions/registry.ts';
import { session } from '../session/session.ts';
import { openWorlds } from '../session/open-worlds.ts';

const online = (): boolean => session.phase.value === 'online';
const admin = (): boolean => online() && session.me.value !== null && may(session.me.value.role, 'administer');
const inWorld = (): boolean => online() && session.world.value !== null;

/** What can be done with worlds and their files; what is about the server's machine is the Admin's. */
export const WORLD_FILE_ACTIONS: readonly Action[] = [
  { id: 'world.openFile', label: 'Open a file…', group: 'World', enabled: admin, run: async () => (await import('./open-file.ts')).showOpenFile() },
  { id: 'world.new', label: 'New world…', group: 'World', enabled: admin, run: async () => (await import('./deeds.ts')).newWorld() },
  {
    id: 'world.duplicate',
    label: 'Duplicate this world…',
    group: 'World',
    enabled: () => admin() && inWorld(),
    run: async () => (await import('./deeds.ts')).duplicateWorld(),
  },
  {
    id: 'world.rename',
    label: 'Rename this world…',
    group: 'World',
    enabled: () => inWorld() && session.mayEdit,
    run: async () => (await import('./deeds.ts')).renameWorld(),
  },
  {
    id: 'world.download',
    label: 'Download its scene',
    group: 'World',
    enabled: () => inWorld() && session.may('control'),
    run: async () => (await import('./deeds.ts')).downloadScene(),
  },
  { id: 'world.upload', label: 'Upload a scene…', group: 'World', enabled: admin, run: async () => (await import('./upload.ts')).showUpload() },
  {
    id: 'world.close',
    label: 'Close this world…',
    group: 'World',
    destroys: true,
    enabled: () => admin() && inWorld(),
    run: async () => (await import('./deeds.ts')).closeWorld(),
  },
];

export function registerWorldFileActions(): void {
  registerActions([
    ...WORLD_FILE_ACTIONS,
    { id: 'world.nextTab', label: 'Next open world', group: 'World', keys: ['Alt-PageDown'], enabled: () => openWorlds.value.length > 1, run: () => turn(1) },
    { id: 'world.lastTab', label: 'Open world before', group: 'World', keys: ['Alt-PageUp'], enabled: () => openWorlds.value.length > 1, run: () => turn(-1) },
  ]);
}

function turn(by: number): void {
  const list = openWorlds.value;
  const at = list.indexOf(session.world.value ?? '');
  const next = list[(at + by + list.length) % list.length];
  if (next !== undefined && next !== session.world.value) void session.enter(next);
}
