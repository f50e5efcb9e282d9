import { addComponent, addEntity, createWorld, removeEntity } from 'bitecs';
import { leastOf, tell } from '../clock.ts';

/**
 * A parent with 10,000 children in an intrusive list, removed by hand: the list is walked, each child leaves the list, its
 * names are forgotten and the entity leaves bitECS. With `walk` nothing but the links is undone.
 */
const CHILDREN = 10_000;
const linksOnly = process.argv[2] === 'walk';

function prepare(): () => void {
  const world = createWorld();
  const Transform = {};
  const size = CHILDREN + 16;
  const firstChild = new Int32Array(size).fill(-1);
  const next = new Int32Array(size).fill(-1);
  const previous = new Int32Array(size).fill(-1);
  const parent = new Int32Array(size).fill(-1);
  const generation = new Uint32Array(size);
  const id: string[] = [];
  const byId = new Map<string, number>();
  const free: number[] = [];
  const top = addEntity(world);
  addComponent(world, top, Transform);
  let last = -1;
  for (let i = 0; i < CHILDREN; i++) {
    const entity = addEntity(world);
    addComponent(world, entity, Transform);
    id[entity] = `child-${i}`;
    byId.set(`child-${i}`, entity);
    parent[entity] = top;
    previous[entity] = last;
    if (last < 0) firstChild[top] = entity;
    else next[last] = entity;
    last = entity;
  }
  return () => {
    for (let entity = firstChild[top] as number; entity >= 0;) {
      const following = next[entity] as number;
      next[entity] = -1;
      previous[entity] = -1;
      parent[entity] = -1;
      generation[entity] = (generation[entity] as number) + 1;
      free.push(entity);
      if (!linksOnly) {
        byId.delete(id[entity] as string);
        id[entity] = '';
        removeEntity(world, entity);
      }
      entity = following;
    }
    firstChild[top] = -1;
    if (!linksOnly) removeEntity(world, top);
  };
}

tell(leastOf(prepare, 15));
