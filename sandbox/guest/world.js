import { call, read, write } from './host.js';
import { guarded } from './report.js';
import { emit, Signal } from './signal.js';

/** A component of an entity: its fields are read and written as its own properties. */
class Component {
  #entity;
  #key;
  /** @param {string} entity @param {string} key @param {readonly string[]} fields */
  constructor(entity, key, fields) {
    this.#entity = entity;
    this.#key = key;
    for (const field of fields) define(this, field, accessor(entity, key, field));
    Object.freeze(this);
  }
  get key() {
    return this.#key;
  }
  /** The id of its entity. */
  get owner() {
    return this.#entity;
  }
  /**
   * Hears an event of it, as `client.on('OnMessage', ({ data }) => …)`. Returns a function by which it is heard no more.
   * @param {string} event
   * @param {unknown} callee
   */
  on(event, callee) {
    if (typeof callee !== 'function') throw new TypeError(`on expects a function that hears ${event}`);
    const ear = call('on', this.#entity, this.#key, `${event}`);
    ears.set(ear, { name: `${this.#key}.${event}`, callee });
    return () => {
      if (ears.delete(ear)) call('off', ear);
    };
  }
  /**
   * Gives it a command, as `client.command('Send', { Data: 'hello' })`. Returns what it tells.
   * @param {string} command
   * @param {object} [values]
   */
  command(command, values = {}) {
    return parse(call('command', this.#entity, this.#key, `${command}`, stringify(values)));
  }
}

/** @type {Map<number, { name: string, callee: Function }>} */
const ears = new Map();

/** Impulses that come: each with its tag, what it carries, and for whom. */
export const impulses = new Signal('Script.impulse', (connected) => call('hearImpulses', connected > 0));

/** What the world tells of what happens in it. */
export const toWorld = {
  /** @param {number} ear @param {string | undefined} payload @param {string} [key] @param {string | Uint8Array} [bytes] */
  event(ear, payload, key, bytes) {
    const hearing = ears.get(ear);
    if (hearing === undefined) return;
    const told = payload === undefined ? {} : parse(payload);
    if (key !== undefined) told[key] = bytes;
    guarded(hearing.callee, undefined, [told], hearing.name);
  },
  /** @param {string} tag @param {string | undefined} value @param {string} user */
  impulse(tag, value, user) {
    emit(impulses, { tag, value: value === undefined ? undefined : parse(value), user });
  },
};

const { defineProperty: define } = Object;
const { parse, stringify } = JSON;

/**
 * A field is looked up when it is first asked for, and known by a number from then on.
 * @param {string} entity
 * @param {string} key
 * @param {string} field
 */
function accessor(entity, key, field) {
  let number = -1;
  const find = () => (number = call('field', entity, key, field));
  return {
    enumerable: true,
    get: () => {
      if (number < 0) find();
      const value = read(number);
      return number % 2 === 0 ? value : parse(`${value}`);
    },
    /** @param {unknown} value */
    set: (value) => {
      if (number < 0) find();
      write(number, number % 2 === 0 ? plain(value) : stringify(value === undefined ? null : value));
    },
  };
}

/** What crosses as it is; the world says what is wrong with anything else. @param {unknown} value */
function plain(value) {
  return typeof value === 'object' && value !== null ? stringify(value) : typeof value === 'function' || typeof value === 'symbol' ? null : value;
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

/** The entities that have all of some component types, as they are whenever they are asked for, in the order in which they came to be. */
class Query {
  #types;
  /** @param {string} types a list in JSON */
  constructor(types) {
    this.#types = types;
  }
  /** @returns {string[]} */
  get ids() {
    return parse(call('query', this.#types));
  }
  get entities() {
    return this.ids.map((id) => new Entity(id));
  }
  get length() {
    return this.ids.length;
  }
  [Symbol.iterator]() {
    return this.entities[Symbol.iterator]();
  }
  /**
   * A field of all of them at once: numbers as a Float64Array, as many for each as the field is wide; all else as an array.
   * @param {string} type
   * @param {string} field
   */
  read(type, field) {
    const values = call('readColumn', this.#types, `${type}`, `${field}`);
    return typeof values === 'string' ? parse(values) : new Float64Array(values.buffer);
  }
  /**
   * Writes a field of all of them, in the form in which it is read.
   * @param {string} type
   * @param {string} field
   * @param {Float64Array | readonly unknown[]} values
   */
  write(type, field, values) {
    const numbers = values instanceof Float64Array ? /** @type {ArrayBuffer} */ (values.slice().buffer) : undefined;
    call('writeColumn', this.#types, `${type}`, `${field}`, numbers ?? stringify([...values]));
  }
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
  /** Entities that have all of these component types. @param {...string} types */
  query(...types) {
    const named = stringify(types.map((type) => `${type}`));
    call('query', named);
    return new Query(named);
  },
  /** Carries out operations whole, or not at all: the same as over HTTP. @param {readonly object[]} operations */
  apply(operations) {
    return parse(call('apply', stringify(operations)));
  },
  /** Sets off an impulse in flows and scripts. Returns how many receive it. @param {string} tag @param {unknown} [value] */
  impulse(tag, value) {
    return call('impulse', `${tag}`, value === undefined ? undefined : stringify(value));
  },
  /** An entity by its id; undefined where there is none. @param {string} id */
  get(id) {
    return call('entity', String(id)) === null ? undefined : new Entity(String(id));
  },
};
