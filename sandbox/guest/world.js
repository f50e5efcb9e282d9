import { call } from './host.js';

/** A component of an entity: its fields are read and written as its own properties. */
class Component {
  /** @type {string} */ #entity;
  /** @type {string} */ #key;
  /** @param {string} entity @param {string} key @param {readonly string[]} fields */
  constructor(entity, key, fields) {
    this.#entity = entity;
    this.#key = key;
    for (const field of fields)
      Object.defineProperty(this, field, {
        enumerable: true,
        get: () => JSON.parse(call('read', this.#entity, this.#key, field)),
        set: (value) => {
          call('write', this.#entity, this.#key, field, JSON.stringify(value === undefined ? null : value));
        },
      });
    Object.freeze(this);
  }
  get key() {
    return this.#key;
  }
}

/** An entity of the world, by its id; it may be gone. */
class Entity {
  /** @type {string} */ #id;
  /** @param {string} id */
  constructor(id) {
    this.#id = id;
  }
  get id() {
    return this.#id;
  }
  get name() {
    return JSON.parse(call('entity', this.#id)).name;
  }
  get tag() {
    return JSON.parse(call('entity', this.#id)).tag;
  }
  /** Keys of its components. */
  get components() {
    return JSON.parse(call('entity', this.#id)).components;
  }
  get exists() {
    return call('entity', this.#id) !== null;
  }
  /** A component by its type or key; undefined where it has none. @param {string} key */
  get(key) {
    const fields = call('fields', this.#id, String(key));
    return fields === null ? undefined : new Component(this.#id, String(key), JSON.parse(fields));
  }
}
export { Entity as entityOf };

/** @param {string} id */
export function newEntity(id) {
  return new Entity(id);
}

export const world = {
  get name() {
    return call('world', 'name');
  },
  get tick() {
    return call('world', 'tick');
  },
  /** Seconds since the world began. */
  get time() {
    return call('world', 'time');
  },
  /** The first entity with a name; undefined where there is none. @param {string} name */
  find(name) {
    const id = call('find', String(name));
    return id === null ? undefined : new Entity(id);
  },
  /** An entity by its id; undefined where there is none. @param {string} id */
  get(id) {
    return call('entity', String(id)) === null ? undefined : new Entity(String(id));
  },
};
