/** Scripts with real peers: what Overte's documentation shows, and what becomes of sockets when their script does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDoor, createRegistry, hashWorld, restoreWorld, snapshotWorld } from '../../engine/index.ts';
import { quickJs } from '../../sandbox/quickjs.ts';
import { startServer, type Guest, type TestServer } from './servers.ts';
import { WorldRig } from './world-rig.ts';

let server: TestServer;
const rigs: WorldRig[] = [];
beforeEach(async () => {
  server = await startServer({
    serve: (guest: Guest) => {
      guest.socket.on('message', (data, isBinary) => guest.socket.send(data, { binary: isBinary }));
    },
  });
});
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
  await server.close();
});

function scripted(source: string, fields: object = {}): WorldRig {
  const rig = new WorldRig([{ id: 'lamp', components: { Script: { Source: source, ...fields }, StringValue: {} } }]);
  rigs.push(rig);
  return rig;
}
const lines = (rig: WorldRig): string[] => rig.log.filter(({ source }) => source === 'Script').map(({ message }) => message);
const printed = (rig: WorldRig, line: string) => (): boolean => lines(rig).includes(line);

test("Overte's documented example connects, sends, hears its echo and closes", async () => {
  const rig = scripted(`
    print("Create WebSocket");
    var WEBSOCKET_PING_TIMER_INTERVAL = 10000;
    var webSocket = new WebSocket("${server.url()}");
    print("state " + webSocket.readyState + " of " + webSocket.CONNECTING);
    webSocket.onclose = function (data) {
      print("WebSocket closed");
      print("Ready state =", webSocket.readyState);  // 3
      print(data.code, data.reason, data.wasClean);
    };
    webSocket.onopen = function () {
      print("WebSocket opened");
      print("Ready state =", webSocket.readyState);  // 1
      webSocket.send("Test message");
    };
    webSocket.onmessage = function (message) {
      print("Message received:", message.data);
      webSocket.close(1000, "done");
      print("Ready state =", webSocket.readyState);  // 2
    };`);
  await rig.until('it is closed', printed(rig, 'WebSocket closed'));
  expect(lines(rig)).toEqual([
    'Create WebSocket',
    'state 0 of 0',
    'WebSocket opened',
    'Ready state = 1',
    'Message received: Test message',
    'Ready state = 2',
    'WebSocket closed',
    'Ready state = 3',
    '1000 done true',
  ]);
  expect(await server.guests[0]?.left).toMatchObject({ code: 1000, reason: 'done' });
  expect(rig.value('lamp', 'Script', 'Sockets')).toBe(0);
});

test('a text as long as a message may be is heard, sent back, and takes no more than copying it', async () => {
  const rig = scripted(`
    const socket = new WebSocket("${server.url()}");
    let heard = 0;
    socket.onmessage = ({ data }) => { print(data.length, data.at(-1)); if (++heard < 3) socket.send(data) };
    socket.onclose = ({ code }) => print("closed", code)`);
  await rig.until('it is open', () => server.guests.length > 0);
  server.guests[0]?.socket.send(`${'x'.repeat(2 ** 20 - 3)}\u2602`);
  await rig.until('it is heard three times', () => lines(rig).length === 3);
  expect(lines(rig)).toEqual(Array.from({ length: 3 }, () => `${2 ** 20 - 2} \u2602`));
  expect(rig.value('lamp', 'Script', 'State')).toBe('Running');
});

test('what its user does not allow is an error and a close, and nothing is dialled', async () => {
  const rig = new WorldRig([
    {
      id: 'lamp',
      components: {
        Script: {
          Source: `
            const w = new WebSocket("${server.url()}");
            w.onerror = (e) => print("error", e.code);
            w.onclose = (e) => print("close", e.code, e.wasClean);`,
        },
      },
    },
  ]);
  rigs.push(rig);
  rig.decide = () => 'deny';
  await rig.until('it is closed', printed(rig, 'close 1006 false'));
  expect(lines(rig)).toContain('error 3');
  expect(server.guests).toHaveLength(0);
});

test('the question names the script and why it wants to connect', async () => {
  const rig = scripted(`new WebSocket("${server.url()}")`, { AccessReason: 'for the lamp' });
  const asked: unknown[] = [];
  rig.decide = (question) => {
    asked.push(question);
    return 'allow';
  };
  await rig.until('it is asked', () => asked.length > 0);
  expect(asked[0]).toMatchObject({ scope: 'Websocket', entity: 'lamp', component: 'Script', reason: 'for the lamp', url: server.url('/') });
});

test('a server that is not there is an error of the network', async () => {
  const rig = scripted('const w = new WebSocket("ws://127.0.0.1:1/"); w.onerror = (e) => print("error", e.code); w.onclose = (e) => print("close", e.code)');
  await rig.until('it is closed', printed(rig, 'close 1006'));
  expect(lines(rig)).toContain('error 0');
});

test('bytes go both ways, as a Blob or an ArrayBuffer', async () => {
  const rig = scripted(`
    const w = new WebSocket("${server.url()}");
    w.onopen = () => w.send(new Uint8Array([1, 2, 255]));
    w.onmessage = async ({ data }) => {
      if (data instanceof Blob) { print("blob", data.size, [...await data.bytes()]); w.binaryType = "arraybuffer"; w.send(data); }
      else print("buffer", data instanceof ArrayBuffer, [...new Uint8Array(data)]);
    };`);
  await rig.until('both are there', () => lines(rig).length >= 2);
  expect(lines(rig)).toEqual(['blob 3 [1,2,255]', 'buffer true [1,2,255]']);
});

test('editing the source ends the script and its sockets, and begins the new one', async () => {
  const rig = scripted(`const w = new WebSocket("${server.url()}"); w.onopen = () => print("open"); Script.scriptEnding.connect(() => print("ends"));`);
  await rig.until('it is open', printed(rig, 'open'));
  rig.edit([{ op: 'setField', entity: 'lamp', component: 'Script', field: 'Source', value: 'print("another", typeof w)' }]);
  await rig.until('the other runs', printed(rig, 'another undefined'));
  expect(lines(rig)).toEqual(['open', 'ends', 'another undefined']);
  expect(await server.guests[0]?.left).toMatchObject({ code: 1001 });
});

test('a script that is restored elsewhere hears that its socket was lost, and has its variables', async () => {
  const rig = scripted(`
    let count = 1;
    const w = new WebSocket("${server.url()}");
    w.onopen = () => { count = 42; print("open"); };
    w.onclose = (e) => print("lost", e.code, count);`);
  await rig.until('it is open', printed(rig, 'open'));
  const snapshot = snapshotWorld(rig.world);
  const registry = createRegistry({ systems: [rig.witness.system], sandbox: quickJs });
  const other = restoreWorld(snapshot, registry);
  expect(hashWorld(other)).toBe(hashWorld(rig.world));
  const door = createDoor(other);
  const log = [
    ...door.step({
      mode: 'tick',
      real: rig.real + 5,
      inputs: [{ author: { userId: 'host', role: 'Admin' }, input: { type: 'takenUp', reason: 'the server was restarted' } }],
    }).log,
    ...door.step({ mode: 'tick', real: rig.real + 10, inputs: [] }).log,
  ];
  expect(log.map(({ message }) => message)).toContain('lost 1006 42');
});

test('a close without a code is a close frame without one, and is told as the standard tells it', async () => {
  const rig = scripted(`const w = new WebSocket("${server.url()}"); w.onopen = () => w.close(); w.onclose = (e) => print("closed", e.code, e.wasClean);`);
  await rig.until('it is closed', printed(rig, 'closed 1005 true'));
  expect(await server.guests[0]?.left).toMatchObject({ code: 1005, reason: '' });
});

test('what waits to be sent is told while it waits, and less once it went', async () => {
  const rig = scripted(`
    const w = new WebSocket("${server.url()}");
    w.onopen = () => { w.send("aß日"); w.send(new Uint8Array(4)); print("sent", w.bufferedAmount); };
    w.onmessage = () => print("left", w.bufferedAmount);
    setTimeout(() => { w.close(); w.send("late"); print("after the close", w.bufferedAmount) }, 1000);`);
  await rig.until('it is closed', printed(rig, 'after the close 4'));
  expect(lines(rig)).toEqual(['sent 10', 'left 0', 'left 0', 'after the close 4']);
});

test('an error says what has failed by the names that Overte has', async () => {
  const rig = scripted(`
    const w = new WebSocket("ws://127.0.0.1:1/");
    const named = (code) => Object.keys(WebSocket.SocketError).find((name) => w.SocketError[name] === code);
    w.onerror = (e) => print(e.type, named(e.code), w.CloseCode.CloseCodeAbnormalDisconnection);`);
  await rig.until('it is told', () => lines(rig).length > 0 && lines(rig).some((line) => line.startsWith('error')));
  expect(lines(rig)).toContain('error ConnectionRefusedError 1006');
});
