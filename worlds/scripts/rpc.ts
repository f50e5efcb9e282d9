// Follows a lamp of another world by JSON-RPC, and switches it: what BoolValue says here it is to be there. StringValue#2 tells how it stands.
import { JsonRpc, RpcError } from './json-rpc.ts';

const address = entity.get('StringValue')!;
const status = entity.get('StringValue#2')!;
const wish = entity.get('BoolValue')!;
const AGAIN = 2_000;

let rpc: JsonRpc | undefined;
let asked = wish.Value;
connect();

function connect(): void {
  const socket = new WebSocket(address.Value);
  const next = new JsonRpc(socket, { changed: (all) => show(all) });
  socket.addEventListener('open', () => {
    rpc = next;
    next.call('list').then(show, told);
  });
  socket.addEventListener('close', () => {
    rpc = undefined;
    status.Value = 'nobody is there';
    setTimeout(connect, AGAIN);
  });
}

function show(all: any): void {
  const lamp = Array.isArray(all) ? all.find((each) => each?.name === entity.name) : undefined;
  status.Value = lamp === undefined ? `there is no ${entity.name}` : `${entity.name} is ${lamp.lit ? 'lit' : 'dark'}`;
}

Script.update.connect(() => {
  if (rpc === undefined || wish.Value === asked) return;
  asked = wish.Value;
  rpc.call('set', { name: entity.name, lit: asked }).catch(told);
});

function told(error: Error): void {
  status.Value = error instanceof RpcError ? `refused: ${error.message}` : error.message;
}
