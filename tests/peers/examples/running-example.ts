/** Example flows on a running server: their very scene files, led to the peers of a test by edits, as a person would lead them elsewhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FieldValues } from '../../../engine/index.ts';
import { ROOT } from '../../project/pages.ts';
import { api, serve, until } from '../../server/running.ts';
import type { RunningServer, ServerOptions } from '../../../server/index.ts';

/** A scene in `worlds/flows`. */
function sceneOf(name: string): FieldValues {
  return JSON.parse(readFileSync(join(ROOT, 'worlds/flows', `${name}.scene.json`), 'utf8')) as FieldValues;
}

/** One world of an example. */
export class Example {
  readonly #server: RunningServer;
  readonly #name: string;

  constructor(server: RunningServer, name: string) {
    this.#server = server;
    this.#name = name;
  }

  /** Sets fields in one edit, each named `entity/component/field`; throws where that is refused. */
  async set(values: { readonly [path: string]: unknown }): Promise<void> {
    const operations = Object.entries(values).map(([path, value]) => {
      const [entity, component, field] = path.split('/');
      return { op: 'setField', entity, component, field, value };
    });
    await this.#post('operations', { operations });
  }

  async command(entity: string, component: string, command: string, args: object = {}): Promise<void> {
    await this.#post('commands', { command, entity, component, args });
  }

  /** A field, by `entity/component/field`. */
  async field(path: string): Promise<unknown> {
    const [entity = '', component = '', field = ''] = path.split('/');
    const { json } = await api(this.#server, `/api/worlds/${this.#name}/entities/${entity}`);
    return (json as { components?: { [key: string]: { [key: string]: unknown } } }).components?.[component]?.[field];
  }

  /** Waits until a field holds what is expected: a value, or a text of that form. Says what it holds where it never does. */
  async shows(path: string, expected: string | number | boolean | RegExp): Promise<void> {
    let found: unknown;
    const holds = (): boolean => (expected instanceof RegExp ? expected.test(String(found)) : found === expected);
    try {
      await until(`${path} to be ${String(expected)}`, async () => {
        found = await this.field(path);
        return holds();
      });
    } catch (error) {
      const flows = await Promise.all((await this.entities('c:Flow')).map((id) => this.field(`${id}/Flow/LastError`)));
      throw new Error(`${(error as Error).message}; it is ${JSON.stringify(found)}, and flows say ${JSON.stringify(flows)}`, { cause: error });
    }
  }

  /** Ids of the entities that a query finds. */
  async entities(query: string): Promise<string[]> {
    const { json } = await api(this.#server, `/api/worlds/${this.#name}/entities?limit=1000&query=${encodeURIComponent(query)}`);
    return (json as unknown as { entities: { id: string }[] }).entities.map(({ id }) => id);
  }

  async #post(what: string, body: object): Promise<void> {
    const { status, json } = await api(this.#server, `/api/worlds/${this.#name}/${what}`, body);
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(json)}`);
  }
}

/** Runs example scenes, each as a world of its name. */
export async function runExamples<const N extends string>(names: readonly N[], options: ServerOptions): Promise<{ readonly [name in N]: Example }> {
  // Tests ask more often than people.
  const server = await serve({ requestsPerTenSeconds: 1_000_000, worlds: names.map((name) => ({ scene: sceneOf(name), name })), ...options });
  return Object.fromEntries(names.map((name) => [name, new Example(server, name)])) as { [name in N]: Example };
}
