import type { Findings } from './findings.ts';
import { SCENE_VERSION } from './scene.ts';

type Raw = Record<string, unknown>;

/** Each brings a scene from its version to the next, in place. What has another form than expected is left for the checks to name. */
const STEPS: readonly ((scene: Raw, findings: Findings) => void)[] = [fromDraft];

/** Brings a scene of an older version up to the one that is read. */
export function migrate(scene: Raw, findings: Findings): void {
  for (let version = scene['version'] as number; version < SCENE_VERSION; version++) STEPS[version]?.(scene, findings);
}

/** Version 0, the draft: entities by id, and `hz` for `tickRate`. */
function fromDraft(scene: Raw, findings: Findings): void {
  if (scene['hz'] !== undefined && scene['tickRate'] === undefined) scene['tickRate'] = scene['hz'];
  delete scene['hz'];
  const { entities } = scene;
  if (typeof entities !== 'object' || entities === null || Array.isArray(entities)) return;
  scene['entities'] = Object.entries(entities as Raw).map(([id, entity]) => {
    if (id === '__proto__') findings.fault('entities/__proto__', 'another name than __proto__', 'expected another name than __proto__');
    return typeof entity === 'object' && entity !== null && !Array.isArray(entity) ? { id, ...entity } : entity;
  });
}

/**
 * A user as Neos wrote it: `User` holding both ids, or `_userId` and `_machineId` on their own.
 * @param before what older names read before this one have brought
 */
export function userFromAliases(before: unknown, name: string, value: unknown): unknown {
  const known = typeof before === 'object' && before !== null ? (before as Raw) : {};
  if (typeof value === 'string') return /machine/i.test(name) ? { ...known, machineId: value } : { ...known, userId: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value === null ? (before ?? null) : value;
  const { userId, machineId, _userId, _machineId, ...rest } = value as Raw;
  const user = userId ?? _userId,
    machine = machineId ?? _machineId;
  return { ...known, ...rest, ...(user === undefined ? {} : { userId: user }), ...(machine === undefined ? {} : { machineId: machine }) };
}
