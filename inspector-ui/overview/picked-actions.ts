import { actions, registerActions, type Action } from '../actions/registry.ts';
import { session } from '../session/session.ts';
import { sendTo } from '../session/send-scope.ts';
import { showTraffic } from '../session/traffic-scope.ts';
import { plural } from '../controls/words.ts';
import { askAll, copyIds, enableAll, removeAll, setFieldOfAll, type Place } from '../connection/connection-commands.ts';

/** What the table does itself. */
interface TableHands {
  places(): readonly Place[];
  all(): void;
  none(): void;
}
/** A button of the table. */
export interface PickedAction {
  readonly id: string;
  readonly label: string;
  readonly doc: string;
  readonly danger?: boolean;
  /** Not a button of its own: in the menu only. */
  readonly inMenu?: boolean;
  readonly enabled: () => boolean;
  readonly run: () => void;
}

const PREFIX = 'connections.';

/** What can be done with the connections that are picked: buttons, keys and actions of the page in one. */
export function pickedActions(hands: TableHands): {
  readonly bar: readonly PickedAction[];
  key(event: KeyboardEvent): boolean;
  register(): void;
  forget(): void;
} {
  const some = (): boolean => hands.places().length > 0;
  const edit = (): boolean => session.mayEdit && some();
  const bar: readonly PickedAction[] = [
    { id: 'connect', label: 'Connect', doc: 'Ask them to connect now', enabled: edit, run: () => void askAll('Connect', hands.places()) },
    { id: 'disconnect', label: 'Disconnect', doc: 'Close them and keep them closed', enabled: edit, run: () => void askAll('Disconnect', hands.places()) },
    { id: 'enable', label: 'Enable', doc: 'Enable their components', enabled: edit, run: () => void enableAll(hands.places(), true) },
    {
      id: 'disable',
      label: 'Disable',
      doc: 'Disable their components: they close, and are not retried',
      enabled: edit,
      run: () => void enableAll(hands.places(), false),
    },
    { id: 'setField', label: 'Set a field…', doc: 'Open what they have in common beside the table', enabled: edit, run: () => setFieldOfAll(hands.places()) },
    { id: 'send', label: 'Send…', doc: 'Say something to all of them, each its own', enabled: edit, run: () => sendToPicked(hands.places()) },
    { id: 'traffic', label: 'Traffic', doc: 'Show what passes them, in one list', enabled: some, run: () => trafficOf(hands.places()) },
    { id: 'copyIds', label: 'Copy ids', inMenu: true, doc: 'Copy the ids of their entities (Ctrl-C)', enabled: some, run: () => void copyIds(hands.places()) },
    {
      id: 'remove',
      label: 'Remove',
      doc: 'Remove their components (Delete)',
      danger: true,
      inMenu: true,
      enabled: edit,
      run: () => {
        const places = hands.places();
        hands.none();
        void removeAll(places);
      },
    },
  ];
  const run = (id: string): boolean => {
    const action = bar.find((each) => each.id === id);
    if (action?.enabled() !== true) return false;
    action.run();
    return true;
  };
  const keys: { readonly [id: string]: string } = { copyIds: 'Ctrl-C', remove: 'Delete' };
  return {
    bar,
    key(event) {
      if (event.key === 'Delete') return run('remove');
      return (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' ? run('copyIds') : false;
    },
    register() {
      registerActions([
        ...bar.map((each): Action => ({
          id: `${PREFIX}${each.id}`,
          label: `${each.label}: connections picked in the table`,
          group: 'Connection',
          where: 'table',
          ...(each.danger === true ? { destroys: true } : {}),
          enabled: each.enabled,
          run: each.run,
          ...(keys[each.id] === undefined ? {} : { keys: [keys[each.id] as string] }),
        })),
        { id: `${PREFIX}all`, label: 'Pick all connections of the table', group: 'Connection', where: 'table', keys: ['Ctrl-A'], run: hands.all },
        { id: `${PREFIX}none`, label: 'Pick none', group: 'Connection', where: 'table', keys: ['Escape'], enabled: some, run: hands.none },
      ]);
    },
    forget() {
      actions.value = actions.value.filter(({ id }) => !id.startsWith(PREFIX) || id === VIEW);
    },
  };
}

/** Of the pane, not of the table: it stays. */
export const VIEW = `${PREFIX}view`;

function sendToPicked(places: readonly Place[]): void {
  const ids = [...new Set(places.map(({ entity }) => entity))];
  sendTo(ids, '');
}

function trafficOf(places: readonly Place[]): void {
  showTraffic(
    places.map(({ entity, component }) => ({ entity, component })),
    plural(places.length, 'connection'),
  );
}
