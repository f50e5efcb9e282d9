/*
 * What a script of Worldwire finds besides JavaScript itself, and nothing else: no page, no Node. docs/scripts.md tells of it in words. The component types
 * are in components.d.ts.
 */

/** Types of what scripts find; none of them is there as a value. */
declare namespace Worldwire {
  /** What JSON can hold. */
  type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
  type Float2 = readonly [number, number];
  type Float3 = readonly [number, number, number];
  type Float4 = readonly [number, number, number, number];
  /** A user, and one certain machine of theirs, or none. */
  interface UserRef {
    readonly userId: string;
    readonly machineId?: string | null;
  }
  /** A component, by the id of its entity and its key there. */
  interface ComponentRef {
    readonly entity: string;
    readonly component: string;
  }
  interface FieldRef extends ComponentRef {
    readonly field: string;
  }

  /** The name of a component type; components.d.ts has them all. */
  type ComponentType = keyof Components & string;
  /** What names a component of an entity: its type, or where it has several, which of them: `WebsocketClient#2`. */
  type ComponentKey = ComponentType | `${ComponentType}#${number}`;
  type ComponentOf<K> = K extends keyof Components
    ? Components[K]
    : K extends `${infer T}#${string}`
      ? T extends keyof Components
        ? Components[T]
        : never
      : never;

  /** What commands are given, by name. */
  interface Commands {
    readonly [command: string]: object;
  }
  /** What events carry, by name. */
  interface Events {
    readonly [event: string]: object;
  }

  /** A component of an entity. Its fields are its properties; to set one is to write it, and what does not fit throws an Error with its code. */
  interface Component<C extends object = Commands, E extends object = Events> {
    /** What names it on its entity, such as `FloatValue` or `FloatValue#2`. */
    readonly key: string;
    /** The id of its entity. */
    readonly owner: string;
    /** Hears an event of it. Gives a function by which it is heard no more. */
    on<K extends keyof E & string>(event: K, callee: (told: E[K]) => unknown): () => void;
    /** Gives it a command. Gives what it tells: `sent`, the number that a message has on its connection, or of those whom it went to. */
    command<K extends keyof C & string>(command: K, ...values: {} extends C[K] ? [values?: C[K]] : [values: C[K]]): { readonly sent?: number };
  }
  /** A component of a type that is not known here. */
  interface AnyComponent extends Component {
    [field: string]: any;
  }

  /** The names of a component's fields. */
  type FieldOf<T> = Exclude<keyof T, keyof Component> & string;
  type IsSame<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
  /** The names of those that the world does not write alone. */
  type WritableFieldOf<T> = {
    [F in FieldOf<T>]: IsSame<Pick<T, F>, { -readonly [G in F]: T[F] }> extends true ? F : never;
  }[FieldOf<T>];
  /** A field of many entities: numbers, as many for each as the field is wide, or else a list. */
  type Column<V> = [V] extends [boolean | number | Float2 | Float3 | Float4] ? Float64Array : V[];

  /** The entities that have all of some component types, as they are whenever they are asked for, in the order in which they came to be. */
  interface Query<T extends string = ComponentType> extends Iterable<Entity> {
    readonly ids: string[];
    readonly entities: Entity[];
    readonly length: number;
    /** A field of all of them at once. */
    read<K extends T & ComponentType, F extends FieldOf<Components[K]>>(type: K, field: F): Column<Components[K][F]>;
    read<K extends string>(type: string extends K ? K : T, field: string extends K ? string : FieldOf<Components[T & ComponentType]>): any;
    /** Writes a field of all of them at once, in the form in which it is read, or as a list of a value for each. */
    write<K extends T & ComponentType, F extends WritableFieldOf<Components[K]>>(
      type: K,
      field: F,
      values: Column<Components[K][F]> | readonly Components[K][F][],
    ): void;
    write<K extends string>(
      type: string extends K ? K : T,
      field: string extends K ? string : WritableFieldOf<Components[T & ComponentType]>,
      values: string extends K ? Float64Array | readonly unknown[] : Column<Components[T & ComponentType][WritableFieldOf<Components[T & ComponentType]>]>,
    ): void;
  }

  /** What functions are connected to, which are called where it is told. */
  interface Signal<T> {
    connect(callee: (value: T) => unknown): void;
    connect<S>(self: S, callee: (this: S, value: T) => unknown): void;
    disconnect(callee: (value: T) => unknown): void;
    disconnect(self: unknown, callee: (this: any, value: T) => unknown): void;
  }
  /** An impulse that comes from outside, from a flow or from another script. */
  interface Impulse {
    readonly tag: string;
    readonly value: any;
    /** Whom it is set off for. */
    readonly user: string;
  }

  /** An entity as data, with what hangs below it. */
  interface EntityData {
    readonly id?: string;
    readonly name?: string;
    readonly tag?: string;
    readonly active?: boolean;
    readonly persistent?: boolean;
    readonly orderOffset?: number;
    /** Fields by components; those that are left out have their defaults. */
    readonly components?: { readonly [key: string]: { readonly [field: string]: Json } };
    readonly children?: readonly EntityData[];
  }
  /** One edit of the world. */
  type Operation =
    | { readonly op: 'addEntity'; readonly entity?: EntityData; readonly parent?: string | null; readonly before?: string | null }
    | { readonly op: 'removeEntity'; readonly entity: string }
    | ({ readonly op: 'updateEntity'; readonly entity: string } & Pick<EntityData, 'name' | 'tag' | 'active' | 'persistent' | 'orderOffset'>)
    | { readonly op: 'moveEntity'; readonly entity: string; readonly parent?: string | null; readonly before?: string | null }
    | { readonly op: 'duplicateEntity'; readonly entity: string; readonly parent?: string | null; readonly id?: string }
    | { readonly op: 'addComponent'; readonly entity: string; readonly component: string; readonly values?: { readonly [field: string]: Json } }
    | { readonly op: 'removeComponent'; readonly entity: string; readonly component: string }
    | { readonly op: 'setField'; readonly entity: string; readonly component: string; readonly field: string; readonly value: Json }
    | { readonly op: 'patchField'; readonly entity: string; readonly component: string; readonly field: string; readonly patch: readonly PatchStep[] };
  /** A step of JSON Patch (RFC 6902). */
  type PatchStep =
    /** `new`: it is refused where there is something already, so that nobody writes over what another has just added. */
    | { readonly op: 'add'; readonly path: string; readonly value: Json; readonly new?: true }
    | { readonly op: 'replace' | 'test'; readonly path: string; readonly value: Json }
    | { readonly op: 'remove'; readonly path: string }
    | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };
  /** What an operation came to: the entity concerned, and the key of a component that was added. */
  interface OperationResult {
    readonly entity: string;
    readonly component?: string;
  }
}

/** Writes a line to the world's log. */
declare function print(...values: unknown[]): void;
/** Each of these writes a line to the world's log, 20 in a turn at most. */
declare var console: {
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  /** Writes the line where the condition does not hold. */
  assert(condition?: unknown, ...values: unknown[]): void;
};

/** Calls a function after so many milliseconds of the world's time. Gives the number by which `clearTimeout` takes it back. */
declare function setTimeout<A extends unknown[]>(callee: (...values: A) => unknown, delay?: number, ...values: A): number;
/** Calls a function each time so many milliseconds of the world's time have passed. */
declare function setInterval<A extends unknown[]>(callee: (...values: A) => unknown, delay?: number, ...values: A): number;
declare function clearTimeout(id: number | undefined): void;
declare function clearInterval(id: number | undefined): void;
declare function queueMicrotask(callee: () => void): void;
/** The world's time, which stands still while it is paused. */
declare var performance: {
  /** Milliseconds since the world began. */
  now(): number;
  readonly timeOrigin: number;
};

/** What concerns the script itself. */
declare var Script: {
  /** Told once a tick, with the seconds that it takes. */
  readonly update: Worldwire.Signal<number>;
  /** Told before the script ends. */
  readonly scriptEnding: Worldwire.Signal<undefined>;
  /** What is to outlive the script: any JSON, 100,000 characters of it at most. It is kept at the end of each turn in which the script runs. */
  state: any;
  /**
   * Runs files beside the scene as if they stood in the script, each of them once.
   * @param names relative to the folder of the file that includes them, as `lib/chat.js`
   * @param callback called once they have run; without it, they have to be named as they stand, so that they are read before the script begins
   */
  include(names: string | readonly string[], callback?: () => void): void;
  /** What flows may call, by the node RunScript: functions by their names, each handed one value. What they give, awaited, is the node's Result. */
  functions: { [name: string]: (value: any) => unknown };
  /** Told of impulses that come. */
  readonly impulse: Worldwire.Signal<Worldwire.Impulse>;
  print(...values: unknown[]): void;
};

/** An entity of the world, by its id; it may be gone. */
declare class Entity {
  constructor(id: string);
  readonly id: string;
  readonly name: string;
  readonly tag: string;
  /** Keys of its components. */
  readonly components: string[];
  readonly exists: boolean;
  /** A component by its type or key; undefined where it has none. */
  get<K extends Worldwire.ComponentKey>(key: K): Worldwire.ComponentOf<K> | undefined;
  get<K extends string>(key: string extends K ? K : Worldwire.ComponentKey): Worldwire.AnyComponent | undefined;
}
/** The entity that holds the script. */
declare var entity: Entity;

/** The world that the script is in. */
declare var world: {
  readonly name: string;
  /** Ticks since it began. */
  readonly tick: number;
  /** Seconds since it began. */
  readonly time: number;
  /** The first entity with a name; undefined where there is none. */
  find(name: string): Entity | undefined;
  /** An entity by its id; undefined where there is none. */
  get(id: string): Entity | undefined;
  /** Entities that have all of these component types. */
  query<T extends Worldwire.ComponentType>(...types: readonly [T, ...T[]]): Worldwire.Query<T>;
  query<T extends string>(...types: readonly (string extends T ? T : Worldwire.ComponentType)[]): Worldwire.Query<string>;
  /** Carries out edits whole, or not at all; they are in nobody's history. */
  apply(operations: readonly Worldwire.Operation[]): Worldwire.OperationResult[];
  /** Sets off an impulse in flows and scripts. Gives how many receive it. */
  impulse(tag: string, value?: Worldwire.Json): number;
};
