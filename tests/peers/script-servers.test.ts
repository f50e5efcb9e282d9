/** Scripts that listen, with clients of the package `ws`, clients of their own and those of another script. */
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { listenRules } from '../../server/access/listen-rules.ts';
import { Listeners } from '../../server/listening/listeners.ts';
import { WorldRig } from './world-rig.ts';

const rigs: WorldRig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

/** A world of scripts by the ids of their entities, on a machine whose owner allows these ports. */
function scripts(sources: { readonly [id: string]: string }, allowed: readonly (string | number)[] = [0]): WorldRig {
  const { refuses } = listenRules(allowed);
  const entities = Object.entries(sources).map(([id, Source]) => ({ id, components: { Script: { Source }, StringValue: {} } }));
  const rig = new WorldRig(entities, { listening: (taker) => new Listeners(taker, { refuses }) });
  rigs.push(rig);
  return rig;
}
const lines = (rig: WorldRig): string[] => rig.log.filter(({ source }) => source === 'Script').map(({ message }) => message);
const url = (rig: WorldRig, id = 'server'): string => rig.value(id, 'StringValue') as string;
/** What begins each server of these tests: it writes down where it listens. */
const LISTEN =
  'const server = new WebSocketServer(); server.listeningChanged.connect(() => { entity.get("StringValue").Value = server.listening ? server.url : "" });';

test("Overte's documented server hears a client and answers it", async () => {
  const rig = scripts({
    server: `${LISTEN}
      server.newConnection.connect(function (webSocket) {
        print("connected", webSocket.readyState, webSocket.path);
        webSocket.onmessage = (message) => { print("heard", message.data); webSocket.send(message.data.toUpperCase()) };
        webSocket.onclose = (e) => print("closed", e.code, e.reason);
      });`,
  });
  await rig.until('it listens', () => url(rig) !== '');
  const socket = new WebSocket(`${url(rig)}/room?a=1`);
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  socket.on('open', () => socket.send('hello'));
  await rig.until('it is answered', () => heard.length === 1);
  socket.close(4001, 'bye');
  await rig.until('the server hears of it', () => lines(rig).includes('closed 4001 bye'));
  expect(heard).toEqual(['HELLO']);
  expect(lines(rig).filter((line) => !line.startsWith('listens'))).toEqual(['connected 1 /room?a=1', 'heard hello', 'closed 4001 bye']);
});

test('closing a server closes its clients with 1001, and nobody is let in any more', async () => {
  const rig = scripts({ server: `${LISTEN} server.newConnection.connect(() => setTimeout(() => server.close(), 50));` });
  await rig.until('it listens', () => url(rig) !== '');
  const at = url(rig);
  const socket = new WebSocket(at);
  const closed = once(socket, 'close') as Promise<[number, Buffer]>;
  let code = 0;
  void closed.then(([is, reason]) => (code = reason.toString() === 'Server closing.' ? is : -1));
  await rig.until('the client hears of it', () => code !== 0);
  expect(code).toBe(1001);
  expect(url(rig)).toBe('');
  const late = new WebSocket(at);
  let refused = false;
  late.on('error', () => (refused = true));
  await rig.until('another is refused', () => refused);
});

test('a port that the owner does not allow is an error of the script, in words', async () => {
  const rig = scripts({ server: 'const s = new WebSocketServer({ port: 4711 }); s.error.connect((why) => print("error", why, s.listening))' });
  await rig.until('it is told', () => lines(rig).some((line) => line.startsWith('error')));
  expect(lines(rig).find((line) => line.startsWith('error'))).toMatch(/WW_\w+: .*4711.* false$/);
});

test('what is no port, host or path is refused at once, by what was expected', async () => {
  const rig = scripts({
    server: `for (const wish of [{ port: -1 }, { port: "a" }, { host: "nowhere.example" }, { path: 7 }])
      try { new WebSocketServer(wish) } catch (e) { print(e.code, e.message) }`,
  });
  await rig.until('all are told', () => lines(rig).length === 4);
  expect(lines(rig)[0]).toBe('WW_BAD_VALUE port of a WebSocketServer is -1; expected a whole number from 0 to 65535');
  expect(lines(rig).every((line) => line.startsWith('WW_BAD_VALUE'))).toBe(true);
});

test('a chat between scripts: one serves, fifty others of another script speak, and each hears all', async () => {
  const rig = scripts({
    server: `${LISTEN}
      const here = new Set();
      server.newConnection.connect((socket) => {
        here.add(socket);
        socket.onclose = () => here.delete(socket);
        socket.onmessage = ({ data }) => { for (const each of here) each.send(data) };
      });`,
    crowd: `let heard = 0, open = 0;
      const wait = setInterval(() => {
        const url = world.get("server").get("StringValue").Value;
        if (url === "") return;
        clearInterval(wait);
        const all = Array.from({ length: 50 }, (_, at) => new WebSocket(url));
        all.forEach((socket, at) => {
          socket.onopen = () => { if (++open === all.length) all.forEach((each, which) => each.send("from " + which)) };
          socket.onmessage = () => { if (++heard === 2500) print("all heard all") };
        });
      }, 20);`,
  });
  await rig.until('all have heard all', () => lines(rig).includes('all heard all'));
  expect(rig.value('server', 'Script', 'Sockets')).toBe(51);
});

test('a server ends with its script', async () => {
  const rig = scripts({ server: LISTEN });
  await rig.until('it listens', () => url(rig) !== '');
  const socket = new WebSocket(url(rig));
  let code = 0;
  socket.on('close', (is) => (code = is));
  await rig.until('it is let in', () => rig.value('server', 'Script', 'Sockets') === 2);
  rig.edit([{ op: 'setField', entity: 'server', component: 'Script', field: 'Enabled', value: false }]);
  await rig.until('the client hears of it', () => code !== 0);
  expect(code).toBe(1001);
});
