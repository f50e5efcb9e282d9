// Somebody in the room of chat.ts. StringValue of its entity is what it says, whenever that is edited; StringValue#2 is what it has heard last.
import { read, write } from './line.ts';

const words = entity.get('StringValue')!;
const heard = entity.get('StringValue#2')!;
const address = world.find('Address')!.get('StringValue')!;
/** Milliseconds after which it comes again. */
const AGAIN = 2_000;

let socket: WebSocket;
let said = '';
come();

function come(): void {
  said = '';
  socket = new WebSocket(address.Value);
  socket.onopen = () => socket.send(write({ name: entity.name }));
  socket.onmessage = ({ data }) => {
    const { from, text = '' } = read(data) ?? {};
    heard.Value = from === undefined ? text : `${from}: ${text}`;
  };
  // An error is followed by this, too.
  socket.onclose = () => setTimeout(come, AGAIN);
}

Script.update.connect(() => {
  if (socket.readyState !== WebSocket.OPEN || words.Value === said) return;
  said = words.Value;
  if (said !== '') socket.send(write({ text: said }));
});
