/** Debian's `websocketd`, which makes a WebSocket of any program's lines. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { freePort } from './servers.ts';

/** Whether it is there. Where it is not, its tests are skipped, and say so by this title. */
export const isInstalled = spawnSync('websocketd', ['--version']).status === 0;
export const title = isInstalled ? 'websocketd' : 'websocketd is NOT INSTALLED: `apt install websocketd` runs these';

/** Programs that are served, ended by `close`. */
export class Websocketd {
  private readonly processes: ChildProcess[] = [];

  /** Serves a shell script over a WebSocket; gives its URL once it can be connected to. */
  async serve(script: string, ...flags: string[]): Promise<string> {
    const port = await freePort();
    const child = spawn('websocketd', [`--port=${port}`, '--address=127.0.0.1', '--loglevel=error', ...flags, 'sh', '-c', script], { stdio: 'ignore' });
    this.processes.push(child);
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`websocketd ended with ${child.exitCode}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    }
    return `ws://127.0.0.1:${port}/`;
  }

  async close(): Promise<void> {
    await Promise.all(
      this.processes.splice(0).map(async (child) => {
        const ended = new Promise((resolve) => {
          child.once('exit', resolve);
        });
        if (child.exitCode === null && child.kill('SIGKILL')) await ended;
      }),
    );
  }
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => {
        resolve(false);
      });
  });
}
