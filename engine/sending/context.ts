import type { Json } from '../schema/field.ts';
import type { Given, TemplateContext } from '../template/context.ts';
import type { World } from '../world/world.ts';

/** An entity for whom a message is said, as its expressions see it. */
export class Addressee implements TemplateContext {
  private readonly world: World;
  private readonly row: number;
  readonly index: number;
  readonly count: number;
  private readonly counter: number;
  readonly chance: () => number;

  /** @param counter the round, from 1 on @param chance the world's own, or that of who only looks */
  constructor(world: World, row: number, place: { readonly index: number; readonly count: number; readonly counter: number }, chance: () => number) {
    this.world = world;
    this.row = row;
    this.index = place.index;
    this.count = place.count;
    this.counter = place.counter;
    this.chance = chance;
  }

  given(name: Given): Json {
    const { entities } = this.world;
    switch (name) {
      case 'name':
        return entities.name.get(this.row);
      case 'id':
        return entities.id.get(this.row);
      case 'tag':
        return entities.tag.get(this.row);
      case 'counter':
        return this.counter;
      case 'time':
        return this.world.time;
      case 'tick':
        return this.world.tick;
      case 'value':
      case 'now':
        // Neither is a name where messages are said (`SAID`).
        return null;
    }
  }

  /** What is nobody else's to read, as the headers of a handshake, is not said to anybody. */
  field(component: string, field: string): Json | undefined {
    const held = this.world.entities.held(this.row).find(({ key }) => key === component);
    const known = held?.component.fieldList.find(({ name }) => name === field);
    return held === undefined || known === undefined || known.options.secret === true
      ? undefined
      : this.world.storeOf(held.component.name).get(held.row, field);
  }
}
