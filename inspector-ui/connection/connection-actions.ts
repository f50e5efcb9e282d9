import { registerActions, type Action } from '../actions/registry.ts';
import { selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import { tell } from '../shell/notices.ts';
import { grouped } from '../shell/words.ts';

const TYPE = 'WebsocketClient';

function ask(command: 'Connect' | 'Disconnect', done: string): Action {
  return {
    id: `connection.${command.toLowerCase()}`,
    label: `${command} what is selected`,
    group: 'Connection',
    enabled: () => session.mayEdit && selection.value.length > 0,
    run: async () => {
      const answer = await session.commands(selection.value.map((entity) => ({ command, entity, component: TYPE })));
      if (!answer.ok) tell(answer.message, true);
      else if (answer.refused.length === 0) tell(`${grouped(answer.done)} ${done}.`);
      else tell(`${grouped(answer.done)} ${done}, ${grouped(selection.value.length - answer.done)} refused: ${answer.refused[0]?.message ?? ''}`, true);
    },
  };
}

registerActions([ask('Connect', 'asked to connect'), ask('Disconnect', 'asked to disconnect')]);
