import type { FieldValues } from '../../server/protocol.ts';
import { machines, type Machine } from '../session/machines.ts';

/** What is to be said beside a field of a WebsocketClient whose socket is in a browser tab; empty where nothing is. */
export function machineNote(field: string, values: FieldValues): string {
  const machine = handlingMachine(values);
  if (machine?.user.kind !== 'browser') return '';
  const value = values[field];
  if (field === 'Headers')
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0 ? 'A browser tab sends none of them.' : 'A browser tab sends none.';
  if (field === 'IdleTimeout') return 'Not enforced in a browser tab.';
  return field === 'MaxMessagesPerTick' && machine.pauses === false
    ? 'This browser cannot slow a server: past 4,096 messages or 4 MiB that wait, it closes.'
    : '';
}

/** The machine that serves a WebsocketClient, where it is here. */
function handlingMachine(values: FieldValues): Machine | undefined {
  const user = values['HandlingUser'],
    machineId = values['HandlingMachine'];
  if (typeof user !== 'object' || user === null || !('userId' in user)) return undefined;
  return machines.value.find((machine) => machine.user.userId === user['userId'] && machine.user.machineId === machineId);
}
