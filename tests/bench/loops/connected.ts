import { HOST, type Effect, type Input, type LinkEvent, type LocalDoor } from '../../../engine/index.ts';

/** A world at its door, all its clients connected by a link that says so and carries nothing. */
export interface Connected {
  readonly connections: readonly number[];
  /** One tick with these inputs from the host. */
  tick(inputs: readonly Input[]): readonly Effect[];
}

/** Has the clients of a world connect. Throws where not as many have. */
export function connect(door: LocalDoor, count: number): Connected {
  let real = 0;
  const tick = (inputs: readonly Input[]): readonly Effect[] => {
    real += 16;
    return door.step({ mode: 'tick', real, inputs: inputs.map((input) => ({ author: HOST, input })) }).effects;
  };
  const connections: number[] = [];
  let inputs: Input[] = [{ type: 'join', user: { userId: 'host', machineId: 'host', name: 'Host', role: 'Admin' } }];
  for (let round = 0; round < 20; round++) {
    const next: Input[] = [];
    const events: LinkEvent[] = [];
    for (const effect of tick(inputs)) {
      if (effect.type === 'ask')
        next.push({ type: 'access', answer: { ask: effect.question.ask, decision: 'allow', by: 'host', at: '2026-01-01T00:00:00.000Z' } });
      else if (effect.type === 'open') {
        connections.push(effect.connection);
        events.push({ type: 'opened', connection: effect.connection, protocol: '', extensions: '' });
      }
    }
    if (events.length > 0) next.push({ type: 'link', events });
    inputs = next;
  }
  if (connections.length !== count) throw new Error(`${connections.length} of ${count} clients connected`);
  return { connections, tick };
}
