/** WebSocket clients that are none of ours and none of `ws`: Python's `websockets`, and the one that Node brings (undici). */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { afterEveryTest } from '../after-every-test.ts';

/** A Python that has the package; what apt installs is found by that of the system alone. */
const python = ['python3', '/usr/bin/python3'].find((program) => spawnSync(program, ['-c', 'import websockets']).status === 0);

/** Programs of a foreign stack that speak the script below: each line is `open URL [PROTOCOL]`, `text WORDS`, `bytes HEX`, `ping` or `close CODE REASON`. */
export interface ForeignClient {
  readonly name: string;
  /** Where it is missing, how it is had. */
  readonly missing: string | undefined;
  readonly program: string;
  readonly args: readonly string[];
  /** Whether `ping` is among what it can be told. */
  readonly pings: boolean;
}

const PYTHON = `
import asyncio, sys, websockets
async def main():
    socket = None
    async def listen():
        try:
            async for data in socket:
                print('text ' + data if isinstance(data, str) else 'bytes ' + data.hex(), flush=True)
        except Exception:
            pass
        print('closed', socket.close_code, socket.close_reason, flush=True)
    loop = asyncio.get_running_loop()
    while True:
        line = await loop.run_in_executor(None, sys.stdin.readline)
        if line == '':
            return
        what, _, rest = line.rstrip('\\n').partition(' ')
        if what == 'open':
            url, _, protocol = rest.partition(' ')
            try:
                socket = await websockets.connect(url, subprotocols=[protocol] if protocol else None)
            except Exception as fault:
                print('failed', type(fault).__name__, fault, flush=True)
                continue
            print('open', socket.subprotocol or '', flush=True)
            asyncio.ensure_future(listen())
        elif what == 'text':
            await socket.send(rest)
        elif what == 'bytes':
            await socket.send(bytes.fromhex(rest))
        elif what == 'ping':
            await (await socket.ping())
            print('pong', flush=True)
        elif what == 'close':
            code, _, reason = rest.partition(' ')
            await socket.close(int(code), reason)
asyncio.run(main())
`;

const UNDICI = `
const lines = require('node:readline').createInterface({ input: process.stdin });
let socket;
lines.on('line', (line) => {
  const [what, ...rest] = line.split(' ');
  if (what === 'open') {
    socket = new WebSocket(rest[0], rest[1] === undefined ? [] : [rest[1]]);
    socket.binaryType = 'arraybuffer';
    let opened = false;
    socket.onopen = () => { opened = true; console.log('open ' + socket.protocol); };
    socket.onmessage = ({ data }) => console.log(typeof data === 'string' ? 'text ' + data : 'bytes ' + Buffer.from(data).toString('hex'));
    socket.onclose = ({ code, reason }) => opened && console.log('closed ' + code + ' ' + reason);
    socket.onerror = () => opened || console.log('failed');
  } else if (what === 'text') socket.send(rest.join(' '));
  else if (what === 'bytes') socket.send(Buffer.from(rest[0], 'hex'));
  else if (what === 'close') socket.close(Number(rest[0]), rest.slice(1).join(' '));
});
lines.on('close', () => process.exit());
`;

export const FOREIGN: readonly ForeignClient[] = [
  {
    name: "Python's websockets",
    missing: python === undefined ? '`apt install python3-websockets` runs these' : undefined,
    program: python ?? 'python3',
    args: ['-c', PYTHON],
    pings: true,
  },
  {
    name: "Node's own WebSocket (undici)",
    missing: undefined,
    program: process.execPath,
    args: [...(process.versions.node.startsWith('20.') ? ['--experimental-websocket', '--no-warnings'] : []), '-e', UNDICI],
    pings: false,
  },
];

const running: ChildProcess[] = [];
afterEveryTest(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** One that runs: what it is told to do, and what it has said since, by lines. */
export class Foreigner {
  readonly said: string[] = [];
  private readonly child: ChildProcess;

  constructor({ program, args }: ForeignClient) {
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    running.push(this.child);
    let rest = '';
    this.child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      const lines = (rest + part).split(/\r?\n/);
      rest = lines.pop() ?? '';
      this.said.push(...lines.map((line) => line.trimEnd()));
    });
  }

  tell(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }
}
