// Offers the world's lamps to programs, by JSON-RPC: "list", "set", and whoever is connected is told of each change by "changed".
import { JsonRpc, RpcError } from './json-rpc.ts';

const BAD_PARAMS = -32_602;
const guests = new Map<WebSocket, JsonRpc>();
const lamps = world.query('BoolValue', 'FloatValue');
/** As they were told last. */
let known = '';

const server = new WebSocketServer({ port: entity.get('IntValue')!.Value, maxClients: 50 });
server.error.connect((why) => console.error('nobody is served:', why));
server.newConnection.connect((guest) => {
  guests.set(guest, new JsonRpc(guest, { list: () => lamps.entities.map(told), set: (params) => set(params) }));
  guest.addEventListener('close', () => guests.delete(guest));
});

function told(lamp: Entity): { readonly name: string; readonly lit: boolean; readonly bright: number } {
  return { name: lamp.name, lit: lamp.get('BoolValue')!.Value, bright: lamp.get('FloatValue')!.Value };
}

function set(params: any): unknown {
  const { name, lit, bright } = Object(params);
  const lamp = lamps.entities.find((each) => each.name === name);
  if (lamp === undefined)
    throw new RpcError(BAD_PARAMS, `expected the name of a lamp, found ${JSON.stringify(name) ?? 'nothing'}`, {
      known: lamps.entities.map((each) => each.name),
    });
  try {
    if (lit !== undefined) lamp.get('BoolValue')!.Value = lit;
    if (bright !== undefined) lamp.get('FloatValue')!.Value = bright;
  } catch (error) {
    throw new RpcError(BAD_PARAMS, (error as Error).message);
  }
  return told(lamp);
}

Script.update.connect(() => {
  const all = lamps.entities.map(told);
  const now = JSON.stringify(all);
  if (now === known) return;
  known = now;
  for (const rpc of guests.values()) rpc.notify('changed', all);
});
