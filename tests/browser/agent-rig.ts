/** A world whose connections are carried by tabs of a real browser: its server, its guests, and what one does as one of them. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { HOST, type Command, type Json, type Operation } from '../../engine/index.ts';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import { item, PATIENCE, serve } from './rig.ts';
import { borrow } from './shared-pages.ts';

export const GUEST = 'a-token-of-guests-of-the-browser-0123456789';

/** Fields of a WebsocketClient, or more than one component, of an entity by its id. */
type Entities = { readonly [id: string]: { readonly [field: string]: Json } };

/** A guest at a page, whose browser opens sockets for them. */
export interface Guest {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly userId: string;
  /** The question at their page. */
  readonly prompt: Locator;
  answer(label: 'Always allow this host and port' | 'Allow once' | 'Deny' | 'Close without deciding'): Promise<void>;
}

/** A page for a guest: another tab, or one of a browser of their own. A script of theirs stays with a context, so that one with a script is not shared. */
async function pageIn(where: Browser | BrowserContext, script: string | undefined): Promise<Page> {
  if (!('newContext' in where)) return where.newPage();
  if (script === undefined) return borrow(where);
  const context = await where.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  await context.addInitScript(script);
  return context.newPage();
}

export class TabWorld {
  readonly server: RunningServer;

  private constructor(server: RunningServer) {
    this.server = server;
  }

  static async start(options: ServerOptions = {}): Promise<TabWorld> {
    const scene = { format: 'worldwire/scene', version: 1, name: 'Tab world', entities: [{ id: 'garden', name: 'Garden' }] };
    const server = await serve({
      tokens: [{ token: GUEST, role: 'Guest' }],
      worlds: [{ name: 'tabs', scene: scene as Json as never }],
      ...options,
    });
    return new TabWorld(server);
  }

  get world() {
    return this.server.worlds.get('tabs');
  }

  /** A guest in a browser of their own, or in another tab of one. */
  async guest(where: Browser | BrowserContext, script?: string): Promise<Guest> {
    const isFresh = 'newContext' in where;
    const before = new Set((await this.users()).map(({ userId }) => userId));
    const page = await pageIn(where, script);
    const context = page.context();
    page.setDefaultTimeout(20_000);
    await page.goto(`${this.server.origin}/?token=${GUEST}`);
    await item(page, 'Garden').waitFor();
    let userId = '';
    await expect
      .poll(async () => {
        const found = (await this.users()).filter(({ userId: id, kind }) => kind === 'browser' && (!isFresh || !before.has(id))).at(-1);
        userId = found?.userId ?? '';
        return userId;
      }, PATIENCE)
      .not.toBe('');
    const prompt = page.getByRole('dialog', { name: /^Allow Tab world to connect from your machine/ });
    return {
      context,
      page,
      userId,
      prompt,
      answer: async (label) => prompt.getByRole('button', { name: label, disabled: false }).click(),
    };
  }

  async users() {
    return (await this.world.ask({ ask: 'status' })).users;
  }

  /** Puts entities with a WebsocketClient each into the garden, all of them handled by this user. */
  async add(userId: string, clients: Entities): Promise<void> {
    await this.edit(
      Object.entries(clients).map(([id, fields]) => ({
        op: 'addEntity',
        parent: 'garden',
        entity: { id, name: id, components: { WebsocketClient: { HandlingUser: { userId, machineId: null }, AccessReason: `To try ${id}.`, ...fields } } },
      })),
    );
  }

  async edit(operations: readonly Operation[]): Promise<void> {
    const result = await this.world.submit(HOST, { type: 'operations', operations });
    if (!result.ok) throw new Error(`${result.code}: ${result.message} ${JSON.stringify(result.errors)}`);
  }
  set(entity: string, field: string, value: Json): Promise<void> {
    return this.edit([{ op: 'setField', entity, component: 'WebsocketClient', field, value }]);
  }
  async command(entity: string, command: string, args: Command['args'] = {}): Promise<void> {
    const result = await this.world.submit(HOST, { type: 'command', command: { command, entity, component: 'WebsocketClient', args } });
    if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  }

  async field(entity: string, field: string): Promise<unknown> {
    return (await this.world.ask({ ask: 'entity', entity })).components['WebsocketClient']?.[field];
  }
  /** Waits until a field is so. */
  async becomes(entity: string, field: string, value: unknown): Promise<void> {
    await expect.poll(() => this.field(entity, field), PATIENCE).toEqual(value);
  }
  /** Waits until a text reads so. */
  async reads(entity: string, field: string, words: RegExp): Promise<void> {
    await expect.poll(async () => String(await this.field(entity, field)), PATIENCE).toMatch(words);
  }
}
