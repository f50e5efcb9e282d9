import type { Json } from '../schema/field.ts';

/** A component's fields in JSON form; what is left out has its default. */
export type FieldValues = { readonly [field: string]: Json };
/** An entity as data, in scene form, with what hangs below it. */
export interface EntityData {
  readonly id?: string;
  readonly name?: string;
  readonly tag?: string;
  readonly active?: boolean;
  readonly persistent?: boolean;
  readonly orderOffset?: number;
  readonly spawnedBy?: string | null;
  /** Parts that this version does not know, kept; only from scene files. */
  readonly extras?: { readonly keys?: FieldValues; readonly components?: FieldValues; readonly fields?: { readonly [component: string]: FieldValues } };
  readonly components?: { readonly [key: string]: FieldValues };
  readonly children?: readonly EntityData[];
}
export type Operation =
  | { readonly op: 'addEntity'; readonly entity?: EntityData; readonly parent?: string | null; readonly before?: string | null }
  | { readonly op: 'removeEntity'; readonly entity: string }
  | {
      readonly op: 'updateEntity';
      readonly entity: string;
      readonly name?: string;
      readonly tag?: string;
      readonly active?: boolean;
      readonly persistent?: boolean;
      readonly orderOffset?: number;
      /** It is refused where one of these is another by now, so that nobody writes over what another has just written. */
      readonly was?: { readonly name?: string; readonly tag?: string };
    }
  /** `parent` null is the top; `before` names the sibling that it goes in front of, null or absent puts it last. */
  | { readonly op: 'moveEntity'; readonly entity: string; readonly parent?: string | null; readonly before?: string | null }
  | { readonly op: 'duplicateEntity'; readonly entity: string; readonly parent?: string | null; readonly id?: string }
  /** `component` is a type (`WebsocketClient`) or, to name the key, `WebsocketClient#2`. */
  | { readonly op: 'addComponent'; readonly entity: string; readonly component: string; readonly values?: FieldValues }
  | { readonly op: 'removeComponent'; readonly entity: string; readonly component: string }
  | { readonly op: 'setField'; readonly entity: string; readonly component: string; readonly field: string; readonly value: Json }
  | { readonly op: 'patchField'; readonly entity: string; readonly component: string; readonly field: string; readonly patch: readonly PatchStep[] }
  /** Of the root of an instance: what it overrides follows the source again. `marks` as its `Overrides` has them; default all. */
  | { readonly op: 'takeBack'; readonly entity: string; readonly marks?: readonly string[] }
  /** What it overrides becomes the source's own, and so that of all other instances that do not override it. */
  | { readonly op: 'giveToSource'; readonly entity: string; readonly marks?: readonly string[] }
  /** Makes a source of an entity, which stays as an instance of it. `parent` is where the source hangs, default below `Templates`; `id` is its id. */
  | { readonly op: 'makeTemplate'; readonly entity: string; readonly parent?: string | null; readonly id?: string };
/** One step of JSON Patch (RFC 6902). */
export type PatchStep =
  /** `new`: it is refused where there is something already, so that nobody writes over what another has just added. */
  | { readonly op: 'add'; readonly path: string; readonly value: Json; readonly new?: true }
  | { readonly op: 'replace' | 'test'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };
/** What an operation did: the entity concerned, and the key of an added component. */
export interface OperationResult {
  readonly entity: string;
  readonly component?: string;
}

/** A command: asked of a component, not to be taken back. */
export interface Command {
  readonly command: string;
  readonly entity: string;
  readonly component: string;
  readonly args?: FieldValues;
}
