import { registerActions, type Action } from '../actions/registry.ts';
import { askAll } from './connection-commands.ts';
import { selection } from '../session/place.ts';
import { session } from '../session/session.ts';

function ask(command: 'Connect' | 'Disconnect'): Action {
  return {
    id: `connection.${command.toLowerCase()}`,
    label: `${command} what is selected`,
    group: 'Connection',
    enabled: () => session.mayEdit && selection.value.length > 0,
    run: () =>
      askAll(
        command,
        selection.value.map((entity) => ({ entity, component: 'WebsocketClient' })),
      ),
  };
}

registerActions([ask('Connect'), ask('Disconnect')]);
