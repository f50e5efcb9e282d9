/** The declarations for scripts, as an editor takes them: samples that are right, and lines that are wrong. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocks, page, ROOT } from './pages.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'worldwire-types-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/worldwire'), 'junction');
});
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS = { strict: true, noEmit: true, target: 'ES2022', lib: ['ES2023'], module: 'ESNext', moduleResolution: 'Bundler', moduleDetection: 'force' };

/** What the compiler of this project says of a script, a line for each fault. */
function told(source: string, options: object = { types: ['worldwire/script'] }): string[] {
  writeFileSync(join(folder, 'script.ts'), source);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...OPTIONS, ...options }, files: ['script.ts'] }));
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => /^\S.*error TS/.test(line));
}

const RIGHT = `
const value = entity.get('FloatValue')!;
value.Value = 3;
const number: number = value.Value + value.UpdateOrder;
const client = world.find('Bell')?.get('WebsocketClient#2');
const stop: (() => void) | undefined = client?.on('OnMessage', ({ data }) => {
  const exact: string | Uint8Array = data;
  print(exact);
});
client?.command('Send', { Data: 'hello' }).sent?.toFixed();
client?.command('Connect');
entity.get('WebsocketServer')?.on('OnClientConnected', ({ client, path, address }) => print(client.toFixed(), path.length, address));
const query = world.query('IntValue', 'Transform');
const column: Float64Array = query.read('IntValue', 'Value');
query.write('IntValue', 'Value', column.map((each) => each + 1));
query.write('IntValue', 'Value', [3]);
const places: Float64Array = query.read('Transform', 'Position');
const texts: string[] = world.query('StringValue').read('StringValue', 'Value');
for (const each of query) print(each.name);
const names: string[] = ['Bell'];
world.query(...names).write(names[0]!, 'Tone', world.query(...names).read(names[0]!, 'Tone'));
const unknown = entity.get(names[0]!);
unknown!.Tone = 3;
unknown!.on('OnRung', () => print(unknown!.command('Ring', { Times: 3 })));
const state: 'Off' | 'Running' | 'Failed' | 'Ended' | 'Loading' = entity.get('Script')!.State;
Script.update.connect((delta) => print(delta.toFixed()));
Script.update.connect({ sum: 3 }, function (delta) { print((this.sum += delta)); });
Script.state ??= { count: 0 };
Script.state.count++;
Script.include(['lib/a.js'], () => print('there'));
Script.impulse.connect(({ tag, value }) => print(tag.length, value.anything));
void fetch(new URL('http://127.0.0.1/'), { method: 'POST', headers: { a: 'b' }, body: new Uint8Array(3), signal: AbortSignal.timeout(5) })
  .then(async (answer: Response) => print(answer.status.toFixed(), answer.headers.get('a') ?? '', [...answer.headers], (await answer.json()).anything));
const socket = new WebSocket('ws://127.0.0.1:4611/', ['a']);
socket.binaryType = 'arraybuffer';
socket.onmessage = ({ data }) => print(data);
socket.onerror = ({ code }) => print(code === socket.SocketError.NetworkError, WebSocket.CloseCode.CloseCodeNormal === 1000);
socket.addEventListener('close', ({ code, reason }) => print(code.toFixed(), reason.length), { once: true });
const server = new WebSocketServer({ port: 0, path: '/bells' });
server.newConnection.connect((guest) => guest.send(guest.path + guest.remoteAddress));
server.listeningChanged.connect((on) => print(on, server.url));
const timer: number = setTimeout((times, word) => print(times.toFixed(), word.length), 10, 3, 'x');
clearTimeout(timer);
const added: string | undefined = world.apply([{ op: 'addEntity', entity: { name: 'x', components: { FloatValue: { Value: 3 } } } }])[0]?.entity;
const text: Promise<string> = new Blob(['a', new Uint8Array(3)]).text();
for (const [name, each] of new URL('http://a/?b=c').searchParams) print(name.length, each.length);
structuredClone(new Map<string, number>()).get('a')?.toFixed();
const signal: AbortSignal = AbortSignal.any([AbortSignal.timeout(3), new AbortController().signal]);
class Bell extends EventTarget {}
new Bell().dispatchEvent(new MessageEvent('a', { data: 3 }));
const lamp: WorldwireComponents.FloatValue = value, json: Worldwire.Json = { a: [1, null] };
print(number, stop, places, texts, state, added, text, signal, lamp, json, self.world, btoa('a'), performance.now(), new DOMException('a').code);
export {};
`;

/** Each with the fault that it has. */
const WRONG: readonly (readonly [line: string, fault: RegExp])[] = [
  ["entity.get('FloatValue').Value = 3;", /possibly 'undefined'/],
  ["entity.get('FloatValue')!.Value = 'x';", /'string' is not assignable to type 'number'/],
  ["entity.get('FloatValue')!.Valu;", /'Valu' does not exist.*Did you mean 'Value'/],
  ["entity.get('Script')!.State = 'Off';", /'State' because it is a read-only property/],
  ["entity.get('FloatValu');", /No overload/],
  ["entity.get('FloatValue')!.on('OnMessage', () => {});", /'"OnMessage"' is not assignable/],
  ["entity.get('WebsocketClient')!.on('OnMessage', ({ dat }) => dat);", /'dat' does not exist/],
  ["entity.get('WebsocketClient')!.command('Send', { Dat: 'x' });", /'Dat' does not exist.*Did you mean to write 'Data'/],
  ["entity.get('WebsocketClient')!.command('Send');", /Expected 2 arguments/],
  ["entity.get('WebsocketClient')!.command('Connect', { Data: 'x' });", /not assignable to type 'never'/],
  ["world.query('IntValu');", /No overload/],
  ["world.query('IntValue').read('Transform', 'Position');", /No overload/],
  ["world.query('IntValue').read('IntValue', 'Valu');", /No overload/],
  ["world.query('Script').write('Script', 'State', ['Off']);", /No overload/],
  ["world.query('IntValue').write('IntValue', 'Value', ['x']);", /No overload/],
  ["world.apply([{ op: 'addEntities' }]);", /"addEntities"' is not assignable/],
  ['Script.update.connect((delta: string) => delta);', /not assignable to parameter/],
  ["new WebSocket('ws://a').onclose = ({ data }) => data;", /'data' does not exist/],
  ["new WebSocket('ws://a').send({ a: 3 });", /'a' does not exist in type/],
  ['new WebSocketServer(4612);', /no properties in common|not assignable/],
  ['new AbortSignal();', /private/],
  ['console.table([]);', /'table' does not exist/],
  ['setTimeout("print()", 3);', /not assignable to parameter/],
  ['document.title;', /Cannot find name 'document'/],
  ['window.print();', /Cannot find name 'window'/],
  ['process.exit();', /Cannot find name 'process'/],
  ["require('fs');", /Cannot find name 'require'/],
  ["import 'node:fs';", /Cannot find module|side-effect/],
  ['new Worker("a");', /Cannot find name 'Worker'/],
];

test('what is right has no fault, and is told by reference or by configuration', () => {
  expect(told(RIGHT)).toEqual([]);
  expect(told(`/// <reference types="worldwire/script" />\n${RIGHT}`, { types: [] })).toEqual([]);
  expect(told(RIGHT, { types: ['worldwire/script'], module: 'NodeNext', moduleResolution: 'NodeNext', skipLibCheck: false })).toEqual([]);
  expect(told(RIGHT, { types: [] }).length).toBeGreaterThan(10);
});

test('what docs/scripts.md shows is right', () => {
  const shown = blocks(page('docs/scripts.md'), 'ts');
  expect(shown.length).toBeGreaterThan(0);
  for (const each of shown) expect(told(each), each).toEqual([]);
});

test('what is wrong has a fault, at its line', () => {
  const faults = told([...WRONG.map(([line]) => line), 'export {};'].join('\n'), { types: ['worldwire/script'], noUncheckedSideEffectImports: true });
  for (const [at, [line, fault]] of WRONG.entries()) {
    const here = faults.filter((each) => each.startsWith(`script.ts(${at + 1},`));
    expect(here.join('\n'), line).toMatch(fault);
  }
});
