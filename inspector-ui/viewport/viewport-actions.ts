import { registerActions, type Action } from '../actions/registry.ts';
import { middle, pane } from '../session/place.ts';
import { choose, options, type Options } from './options.ts';
import type { Picture } from './picture.ts';

/** The picture that is shown now, if one is. */
let shown: Picture | null = null;
export function showPicture(picture: Picture | null): void {
  shown = picture;
}

const TURN = 6,
  ZOOM = 1.18,
  PAN = 0.06;

interface Key {
  readonly id: string;
  readonly label: string;
  readonly keys: readonly string[];
  readonly run: (picture: Picture) => void;
}
/** What the keys do while the picture has the focus. */
const KEYS: readonly Key[] = [
  { id: 'frame', label: 'Frame the selection', keys: ['F'], run: (picture) => picture.frame() },
  { id: 'all', label: 'Frame everything', keys: ['Home'], run: (picture) => picture.frame(true) },
  { id: 'front', label: 'Look from the front', keys: ['1'], run: (picture) => picture.frame(false, 'front') },
  { id: 'side', label: 'Look from the side', keys: ['3'], run: (picture) => picture.frame(false, 'side') },
  { id: 'top', label: 'Look from the top', keys: ['7'], run: (picture) => picture.frame(false, 'top') },
  { id: 'move', label: 'Handles that move', keys: ['W'], run: () => choose({ tool: 'move' }) },
  { id: 'rotate', label: 'Handles that turn', keys: ['E'], run: () => choose({ tool: 'rotate' }) },
  { id: 'lock-x', label: 'Keep to the X axis', keys: ['X'], run: (picture) => picture.lock('X') },
  { id: 'lock-y', label: 'Keep to the Y axis', keys: ['Y'], run: (picture) => picture.lock('Y') },
  { id: 'lock-z', label: 'Keep to the Z axis', keys: ['Z'], run: (picture) => picture.lock('Z') },
  { id: 'left', label: 'Orbit left', keys: ['ArrowLeft'], run: (picture) => picture.turn(-TURN, 0) },
  { id: 'right', label: 'Orbit right', keys: ['ArrowRight'], run: (picture) => picture.turn(TURN, 0) },
  { id: 'up', label: 'Orbit up', keys: ['ArrowUp'], run: (picture) => picture.turn(0, -TURN) },
  { id: 'down', label: 'Orbit down', keys: ['ArrowDown'], run: (picture) => picture.turn(0, TURN) },
  { id: 'pan-left', label: 'Pan left', keys: ['Shift-ArrowLeft'], run: (picture) => picture.pan(-PAN, 0) },
  { id: 'pan-right', label: 'Pan right', keys: ['Shift-ArrowRight'], run: (picture) => picture.pan(PAN, 0) },
  { id: 'pan-up', label: 'Pan up', keys: ['Shift-ArrowUp'], run: (picture) => picture.pan(0, PAN) },
  { id: 'pan-down', label: 'Pan down', keys: ['Shift-ArrowDown'], run: (picture) => picture.pan(0, -PAN) },
  { id: 'nearer', label: 'Nearer', keys: ['+', '='], run: (picture) => picture.zoom(1 / ZOOM) },
  { id: 'farther', label: 'Farther', keys: ['-'], run: (picture) => picture.zoom(ZOOM) },
];
const BY_KEY = new Map(KEYS.flatMap((key) => key.keys.map((name) => [name, key] as const)));

/** Does what a key means in the picture; false where it means nothing there. */
export function viewportKey(event: KeyboardEvent, picture: Picture): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === 'Escape') return picture.cancel();
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const key = BY_KEY.get(event.shiftKey && event.key.length > 1 ? `Shift-${name}` : name);
  key?.run(picture);
  return key !== undefined;
}

function toggle(id: string, label: string, name: keyof Options & ('labels' | 'grid' | 'follow')): Action {
  return { id: `viewport.${id}`, label, group: 'View', enabled: () => shown !== null, run: () => choose({ [name]: !options.value[name] }) };
}

registerActions([
  {
    id: 'viewport.show',
    label: 'Show the world in 3D',
    group: 'View',
    run: () => {
      middle.value = 'world';
      pane.value = 'world';
    },
  },
  ...KEYS.map(({ id, label, keys, run }): Action => ({
    id: `viewport.${id}`,
    label,
    group: 'View',
    keys,
    where: 'viewport',
    enabled: () => shown !== null,
    run: () => {
      if (shown !== null) run(shown);
    },
  })),
  toggle('labels', 'Labels in the picture', 'labels'),
  toggle('grid', 'Grid in the picture', 'grid'),
  toggle('follow', 'The camera follows the selection', 'follow'),
]);
