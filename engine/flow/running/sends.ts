import type { World } from '../../world/world.ts';
import type { Flows, Sending } from '../state/flows.ts';
import { FAILED, isSender, SENDS } from '../nodes/network.ts';

/* Chains that wait for what they have sent to go out. */

/** Tells every sender that waits for one of these messages that it did not go out. */
export function sendFailed(world: World, flows: Flows, failed: { readonly connection: number; readonly number: number; readonly messages: number }): void {
  const { connection, number, messages } = failed;
  for (const { values, kept } of waitingIn(world, flows).get(connection) ?? []) {
    const sent = values[kept + SENDS.number] as number;
    if (sent >= number && sent < number + messages) values[kept + SENDS.number] = FAILED;
  }
}

/** What was on its way may have gone out or not: nobody is told that it has. */
export function allSendsFailed(flows: Flows): void {
  for (const { values, kept } of waiting(flows)) if (values[kept + SENDS.number] !== null) values[kept + SENDS.number] = FAILED;
}

/** Who waits, by connection. Failures are rare, and where there are any there are many in a step, so that it is made for each step that has some. */
function waitingIn(world: World, { sends, order, byRow }: Flows): ReadonlyMap<number, readonly Sending[]> {
  if (sends.step === world.steps && sends.order === order) return sends.by;
  sends.step = world.steps;
  sends.order = order;
  sends.by.clear();
  for (const sending of waiting({ byRow })) {
    const connection = sending.values[sending.kept + SENDS.connection];
    if (typeof connection !== 'number') continue;
    const others = sends.by.get(connection);
    if (others === undefined) sends.by.set(connection, [sending]);
    else others.push(sending);
  }
  return sends.by;
}

/** All that waits to be sent, or to have gone out. */
function* waiting({ byRow }: Pick<Flows, 'byRow'>): Generator<Sending> {
  for (const flow of byRow.values()) {
    if (flow.chains.size === 0) continue;
    const graph = flow.graph ?? flow.left;
    for (const { stack, values } of flow.chains)
      for (let at = 0; at < stack.length; at += 2) {
        const node = graph?.plan.nodes[stack[at] as number];
        if (node !== undefined && isSender(node.node)) yield { values, kept: node.kept };
      }
  }
}
