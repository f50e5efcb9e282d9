/** What a program that embeds a world may use; nothing else of the engine is public. */
import type { LogEntry } from './door.ts';
import type { Fault } from './errors.ts';
import { openScene as openText, openWorld as open, type OpenOptions, type OpenSceneOptions } from './scene/open-world.ts';
import { restoreWorld as restore } from './snapshot/restore.ts';
import type { Registry } from './world/registry.ts';
import type { World } from './world/world.ts';

export { ERRORS, WorldwireError, type ErrorCode, type Fault } from './errors.ts';
export { VERSION } from './version.ts';
export { default as Type } from 'typebox';
export * from './schema/field.ts';
export {
  carries,
  defineComponent,
  checkOf,
  type ArgsOf,
  type Carried,
  type CommandName,
  type Commands,
  type EventName,
  type Events,
  type FieldName,
  type PayloadOf,
  type Component,
  type ComponentDeclaration,
  type Fields,
  type BaseFields,
  type NamedField,
  type ValuesOf,
  type ValueOf,
  type Check,
} from './schema/component.ts';
export { defineJob, type Job, type JobContext, type JobDeclaration } from './schema/job.ts';
export { manifestOf, jsonSchemaOf, type ComponentManifest, type FieldManifest, type CommandManifest, type EventManifest } from './schema/manifest.ts';
export * from './door.ts';
export { createRegistry } from './builtin.ts';
export { scriptDeclarations } from './script/declarations.ts';
export { commandTo } from './world/command.ts';
export type { Plugin } from './world/plugin.ts';
export type { Registry } from './world/registry.ts';
export {
  defineSystem,
  listen,
  type Listening,
  type System,
  type SystemDeclaration,
  type Cause,
  type EventSource,
  type Rearranged,
  type SystemState,
} from './world/system.ts';
export type { RowList } from './world/row-list.ts';
export type { World } from './world/world.ts';
export type { FieldWriter } from './world/field-writer.ts';
export type { Access, Petition } from './world/access.ts';
export type { Jobs } from './world/jobs.ts';
export type { Links, Opening } from './world/links.ts';
export type { Asked, Asking, Grant, Linked, Outcome, Working } from './world/owned.ts';
export type { Owner } from './world/owner.ts';
export type { ColumnView as Column, Entities, Numbers, People, StartsView as Starts, StoreView as Store, StoreViewOf as StoreOf } from './world/views.ts';
export type { Held } from './world/holding.ts';
export { Transform } from './components/transform.ts';
export { Spinner } from './components/spinner.ts';
export { Wiggler } from './components/wiggler.ts';
export { WebsocketClient } from './components/websocket-client.ts';
export { WebsocketServer } from './components/websocket-server.ts';
export { BoolValue, ColorValue, FloatValue, IntValue, StringValue } from './components/values.ts';
export { DynamicVariables, type DynamicVariable } from './components/dynamic-variables.ts';
export { Comment } from './components/comment.ts';
export { UserRoot } from './components/user-root.ts';
export { Flow } from './flow/flow.ts';
export { Script } from './script/script.ts';
export { MEMORY as SCRIPT_MEMORY } from './script/limits.ts';
export type { Crossing, HostCall, Program, Sandbox, Turn, Vm, VmOptions } from './world/sandbox.ts';
export { readProgram } from './script/program.ts';
export { filesNamed as scriptsNamed, importedPath as importedScript, pathOf as scriptPathOf } from './script/file-paths.ts';
export { LONGEST_FILE as LONGEST_SCRIPT_FILE, SCRIPT_FILES, type FilesAnswer, type FilesArgs } from './script/files-job.ts';
export { FETCH, type FetchAnswer, type FetchArgs } from './access/fetch-job.ts';
export { FLOW_NODES } from './flow/nodes.ts';
export { nodeCatalogue, type CatalogueNode, type CatalogueType, type NodeCatalogue } from './flow/catalogue.ts';
export type { FlowNode } from './flow/node/node-types.ts';
export { visible, visibleJson } from './visible.ts';
export { readScene } from './scene/read.ts';
export { greater, lesser, may, RIGHTS, ROLES, rolesThatMay, type Right } from './rights.ts';
export { sameJson } from './same-json.ts';
export { requestOf, usedBefore } from './world/request-id.ts';
export { parseJson } from './scene/syntax.ts';
export { utf8Text } from './scene/bytes.ts';
export { sceneSchema } from './scene/json-schema.ts';
export type { Scene, SceneEntity } from './scene/scene.ts';
export type { OpenOptions, OpenSceneOptions } from './scene/open-world.ts';
export { createDoor, type DoorOptions, type LocalDoor } from './host-door.ts';
export { witnessField, type FieldPlace, type FieldState, type FieldTurn, type WatchedField } from './watch/field-witness.ts';
export { hashWorld, snapshotWorld } from './snapshot/state.ts';
export { checkOperations } from './editing/operation-schema.ts';
export { send } from './systems/network.ts';
export { SendForm } from './sending/spec.ts';
export { broadcastToClients, clientStanding, closeOneClient, sendToClient, type ClientStanding } from './systems/listening.ts';
export { closeCodeName } from './connection/close-codes.ts';
export { addressKind, isGuarded, nearbyWarning, type AddressKind } from './access/address.ts';
export { allowEntryFor, isAddressListed, isListed, parseAllowEntry, parseAllowList, type AllowEntry } from './access/allow-list.ts';
export { listenAddress } from './access/listening.ts';
export { hostPortOf, hostPortText, normalHost, ownPort, withoutUser, type HostPort } from './access/host.ts';

/** A world from a scene that has been checked. Entities and components are created in the order of the scene. */
export function openWorld(options: OpenOptions): World {
  return open(options);
}

/**
 * Brings a world back from a snapshot. Throws WW_SNAPSHOT_INVALID where it is none, holds what no world holds, or needs components or systems that
 * are not registered; the message names the place.
 * @param log the log that the world had, which its snapshot does not hold; entries newer than the snapshot are left out
 */
export function restoreWorld(text: string, registry: Registry, log: readonly LogEntry[] = []): World {
  return restore(text, registry, log);
}

/**
 * A world from the text of a scene, with the warnings of `readScene`: the same as that and `openWorld`, in half the time where the text is large,
 * since each entity goes into the world as soon as it is read and no value is made of the whole scene.
 * @throws WorldwireError as `readScene` does
 */
export function openScene(text: string, options: OpenSceneOptions): { readonly world: World; readonly warnings: readonly Fault[] } {
  return openText(text, options);
}
