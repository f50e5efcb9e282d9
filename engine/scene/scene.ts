import type { IdIndex } from '../world/id-index.ts';
import type { FieldValues } from '../door.ts';
import type { Component } from '../schema/component.ts';
import type { Json } from '../schema/field.ts';
import type { EntityExtras } from '../world/entity-extras.ts';

export const SCENE_FORMAT = 'worldwire/scene';
/** The version of the format that is written. Older ones are migrated, newer ones refused. */
export const SCENE_VERSION = 1;
/** Ticks a second where a scene does not say. */
export const DEFAULT_TICK_RATE = 60;

/** One entity of a checked scene. Often the very object that JSON.parse made; it is not to be changed. */
export interface SceneEntity {
  readonly id: string;
  /** Absent: empty. */
  readonly name?: string;
  /** Absent or null: at the top. */
  readonly parent?: string | null;
  readonly tag?: string;
  /** Absent: true. */
  readonly active?: boolean;
  /** Absent: true. */
  readonly persistent?: boolean;
  readonly orderOffset?: number;
  readonly spawnedBy?: string | null;
  /**
   * Known components by key, in the order of being added, with known fields only, each checked and in JSON form.
   * Absent fields have their default. Fields that are not saved do not occur.
   */
  readonly components?: { readonly [key: string]: FieldValues };
  /** As in the file; `Scene.order` is what a loader wants. */
  readonly children?: readonly string[];
  readonly extras?: EntityExtras;
}

/**
 * A checked scene: every id is unique, every parent exists, no entity is its own ancestor, and each value fits its field.
 * Positions are indexes into `entities`, which are in order of creation; a parent may come after its children.
 */
export interface Scene {
  /** The world's own id. */
  readonly id?: string;
  readonly name: string;
  readonly tickRate: number;
  /** What the world's chance begins with; absent: its id. Also among `extras`, since the world does not keep it. */
  readonly seed?: string;
  readonly entities: readonly SceneEntity[];
  /** Position of each entity by its id. The first world that is opened from the scene takes this over. */
  readonly positions: IdIndex;
  /** Position of each entity's parent, -1 at the top. */
  readonly parents: Int32Array;
  /** Every component key that occurs (`WebsocketClient#2`), with its component. */
  readonly keys: ReadonlyMap<string, Component>;
  /**
   * Children in their order, by the parent's position (-1: the top), for those parents whose children are not in the order
   * (orderOffset, creation). Every child of such a parent is listed.
   */
  readonly order: ReadonlyMap<number, readonly number[]>;
  /** Keys of the file that a world only keeps: unknown ones, `$schema`, `seed`. */
  readonly extras?: { readonly [key: string]: Json };
}
