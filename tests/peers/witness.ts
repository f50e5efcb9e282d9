import { defineSystem, listen, WebsocketClient, type System, type World } from '../../engine/index.ts';

/** An event of a WebsocketClient, as a listener in the world hears it. */
export type Told =
  | { readonly entity: string; readonly event: 'connected' }
  | { readonly entity: string; readonly event: 'message'; readonly data: string | Uint8Array }
  | { readonly entity: string; readonly event: 'disconnected'; readonly code: number; readonly reason: string };

/** Hears all that the clients of a world tell, within the turn in which they tell it. */
export class Witness {
  readonly told: Told[] = [];
  /** Called for each message, in the turn of the client that hands it out. */
  onMessage: ((entity: string, data: string | Uint8Array) => void) | undefined;
  /** The worlds that have made a step, by their ids. */
  readonly worlds = new Map<string, World>();
  /** To be registered with the world. */
  readonly system: System = defineSystem({
    name: 'witness',
    over: WebsocketClient,
    begin: (world) => {
      this.worlds.set(world.id, world);
    },
    on: [
      listen(WebsocketClient, 'OnConnected', (world, source) => {
        this.told.push({ entity: world.entities.id.get(source.entity), event: 'connected' });
      }),
      listen(WebsocketClient, 'OnMessage', (world, source, { data }) => {
        const entity = world.entities.id.get(source.entity);
        this.told.push({ entity, event: 'message', data });
        this.onMessage?.(entity, data);
      }),
      listen(WebsocketClient, 'OnDisconnected', (world, source, { code, reason }) => {
        this.told.push({ entity: world.entities.id.get(source.entity), event: 'disconnected', code, reason });
      }),
    ],
  });

  /** What an entity's client has told, messages by their data alone. */
  story(entity: string): (string | Uint8Array | { code: number; reason: string })[] {
    return this.told
      .filter((told) => told.entity === entity)
      .map((told) => (told.event === 'message' ? told.data : told.event === 'connected' ? 'CONNECTED' : { code: told.code, reason: told.reason }));
  }

  messages(entity: string): (string | Uint8Array)[] {
    return this.told.flatMap((told) => (told.event === 'message' && told.entity === entity ? [told.data] : []));
  }

  /** How often the client has told OnDisconnected. */
  ends(entity: string): number {
    return this.told.filter((told) => told.event === 'disconnected' && told.entity === entity).length;
  }
}
