/** Worlds whose server is killed again and again: with what a world can hold that a crash could take, and who asks it what is left. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, startProgram, type Program } from './built.ts';
import { ask, atEnd, connect, until, type Page } from './running.ts';

export const TOKEN = 'journal-token-journal-token';
const BUILDER = 'builder-token-builder-token';

/** What goes on by itself: a chain of a flow that waits, and a script that counts where only its own memory knows to which number. */
/* oxlint-disable unicorn/no-thenable -- exits of a graph's nodes stand under this name */
const COUNTING = {
  rx: { type: 'DynamicImpulseReceiver', refs: { Tag: 'go' }, then: { OnTriggered: 'task' } },
  task: { type: 'StartAsyncTask', then: { TaskStart: 'loop' } },
  loop: { type: 'AsyncWhile', in: { Condition: true }, then: { LoopIteration: 'pause' } },
  pause: { type: 'DelaySecondsFloat', in: { Duration: 0.03 }, then: { Next: 'up' } },
  up: { type: 'ValueIncrement<int>', refs: { Variable: { entity: 'chain', component: 'IntValue', field: 'Value' } } },
};
/* oxlint-enable unicorn/no-thenable */
const SOURCE = `
  let count = 0;
  setInterval(() => {
    count += 1;
    entity.get('IntValue').Value = count;
  }, 30);`;
export const LIVELY = {
  format: 'worldwire/scene',
  version: 1,
  name: 'Lively',
  tickRate: 60,
  entities: [
    { id: 'lamp', name: 'Lamp', components: { FloatValue: { Value: 1 } } },
    { id: 'stone', name: 'Stone', components: { FloatValue: { Value: 0 } } },
    { id: 'mill', name: 'Mill', components: { Transform: {}, Spinner: {}, FloatValue: {} } },
    { id: 'chain', name: 'Chain', components: { IntValue: {}, Flow: { Graph: { nodes: COUNTING } } } },
    { id: 'script', name: 'Script', components: { IntValue: {} } },
  ],
};
/** The same with a script. */
export const SCRIPTED_TOO = {
  ...LIVELY,
  entities: LIVELY.entities.map((each) => (each.id === 'script' ? { ...each, components: { IntValue: {}, Script: { Source: SOURCE } } } : each)),
};

/** A number from 0 to 1 that follows from the round and what it is for alone. */
export function chance(round: number, of = 0): number {
  let x = Math.imul(round + 1, 0x9e3779b1) ^ Math.imul(of + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  return ((x ^ (x >>> 13)) >>> 0) / 2 ** 32;
}

type Json = Record<string, unknown>;
interface Row extends Json {
  readonly label: string;
  readonly author: string;
}

/** A server that was told to run, and is to be killed. */
export class Life {
  readonly #program: Program;
  constructor(program: Program) {
    this.#program = program;
  }
  get printed(): string {
    return this.#program.out + this.#program.err;
  }
  get isOver(): boolean {
    return this.#program.code !== undefined;
  }
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    this.#program.child.kill(signal);
    return ended(this.#program);
  }
  /** Where it listens; rejects where it ended before it did. */
  async origin(): Promise<string> {
    return until(`the address; it printed:\n${this.printed}`, () => {
      if (this.isOver) throw new Error(`it ended by itself:\n${this.printed}`);
      return /(http:\/\/\S+)\/\?token=/.exec(this.#program.out)?.[1];
    });
  }
  async ask(path: string, body?: object): Promise<Json> {
    const response = await fetch(`${await this.origin()}/api/worlds/lively${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Json;
  }
  async value(entity: string): Promise<number> {
    const answer = (await this.ask(`/entities/${entity}`)) as { components?: Record<string, { Value: number }> };
    const { Value } = answer.components?.['FloatValue'] ?? answer.components?.['IntValue'] ?? {};
    if (Value === undefined) throw new Error(`${entity}: ${JSON.stringify(answer)}`);
    return Value;
  }
  /** Undefined where it was killed before it answered. */
  set(entity: string, value: number, durable: boolean): Promise<{ readonly tick?: number; readonly durable?: boolean } | undefined> {
    // Edits of one field that follow each other are one step of undo; those of two fields are not.
    const operations = [entity, 'mill'].map((each) => ({ op: 'setField', entity: each, component: 'FloatValue', field: 'Value', value }));
    return this.ask('/operations', { operations, durable }).catch(() => undefined);
  }
  async history(): Promise<readonly Row[]> {
    return ((await this.ask('/history?limit=500')) as { entries: readonly Row[] }).entries;
  }
  /** Ada's page, who is a Builder, and the same user in every life. */
  async page(cookie: { value?: string }): Promise<Page> {
    const origin = await this.origin();
    if (cookie.value === undefined) {
      const response = await fetch(`${origin}/?token=${BUILDER}`, { redirect: 'manual' });
      cookie.value = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    }
    const page = connect({ origin } as never, { cookie: cookie.value, origin });
    return page;
  }
}
/** Has her come in, and gives who she is there. */
export async function comeIn(page: Page, version: number): Promise<{ readonly userId: string; readonly role: string }> {
  const { you } = (await ask(page, 'hello', { version, name: 'Ada' })) as unknown as { you: { userId: string; role: string } };
  await ask(page, 'enter', { world: 'lively' });
  return you;
}

/** A home with the scene, in which one server after another lives. */
export class Home {
  readonly folder: string;
  readonly #environment: Record<string, string>;
  readonly #standby: Program[] = [];
  /** Process that holds mounts which it and its servers alone see. */
  #mounts: number | undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.#environment = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder };
  }
  static async make(scene: object): Promise<Home> {
    const folder = await mkdtemp(join(tmpdir(), 'worldwire-test-'));
    atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const home = new Home(folder);
    await writeFile(home.file, JSON.stringify(scene));
    await writeFile(join(folder, 'config.json'), JSON.stringify({ tokens: [{ token: BUILDER, role: 'Builder' }] }));
    return home;
  }
  get file(): string {
    return join(this.folder, 'lively.scene.json');
  }
  /** Where its servers find the state folder, as it is seen from here. */
  get state(): string {
    return join(this.#mounts === undefined ? '/' : `/proc/${this.#mounts}/root`, this.folder, 'worldwire');
  }
  /** The folder of its journal. */
  async journal(): Promise<string> {
    const journals = join(this.state, 'journals');
    return join(journals, (await readdir(journals))[0] ?? '');
  }
  /** Has its servers see the state folder as this command mounts it; nobody else does, and what was mounted goes with the test. */
  async mount(command: string): Promise<void> {
    await mkdir(join(this.folder, 'worldwire'), { recursive: true });
    const holder = startProgram(['unshare', '-m', 'sh', '-ec', `cd "$0"; ${command}; echo mounted; exec cat`, this.folder]);
    await until('the mount', () => holder.out.includes('mounted'));
    this.#mounts = holder.child.pid;
  }
  /** One more process that has read its code. */
  standBy(): void {
    const prefix = this.#mounts === undefined ? [] : ['nsenter', '-t', String(this.#mounts), '-m'];
    this.#standby.push(startProgram([...prefix, process.execPath, fileURLToPath(new URL('standby.js', import.meta.url))], this.#environment));
  }
  /** Has a server run, in a process that stands by. `more` are further flags; `clock` is how many milliseconds its clock is off. */
  async live(more: readonly string[] = [], clock = 0): Promise<Life> {
    if (this.#standby.length === 0) this.standBy();
    const program = this.#standby.shift() as Program;
    await until('the code', () => program.out.includes('standing by'));
    const argv = ['run', this.file, '--config', join(this.folder, 'config.json'), '--journal', 'all', '--port', '0', '--no-open', '--token', TOKEN, ...more];
    program.child.stdin.write(`${JSON.stringify({ argv, clock })}\n`);
    return new Life(program);
  }
}
