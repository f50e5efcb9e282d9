import { ERRORS } from '../errors.ts';
import { HOST, type JoinedUser } from '../door.ts';
import { parseKey } from '../schema/component-key.ts';
import { MOST_ANSWERS } from '../world/answers.ts';
import type { Registry } from '../world/registry.ts';
import type { Woken } from './state.ts';
import type { StoredBaseline } from '../editing/baseline.ts';
import type { StoredHistory } from '../editing/history.ts';
import type { UnsavedEdit } from '../editing/unsaved.ts';
import type { CompactEntity } from './compact.ts';
import { editingForms } from './editing.ts';
import { EntityChecks } from './entities.ts';
import { checkHierarchy } from './hierarchy.ts';
import { checkKeptOrders } from './kept-orders.ts';
import {
  count,
  id,
  isObject,
  listOf,
  mapOf,
  MOST_COUNT,
  number,
  oneOf,
  orNull,
  ownId,
  plain,
  record,
  refuse,
  text,
  tuple,
  whole,
  wrong,
  type Form,
} from '../world/form.ts';
import { ROLES } from '../rights.ts';

const TICK_RATE: Form = (value, place) => {
  if (typeof value !== 'number' || !(value > 0 && value <= 1000)) wrong(place, 'ticks a second, above 0 and at most 1000', value);
};
const WORD = whole(-2147483648, 4294967295);
const USER = record({ userId: id, machineId: id, name: text, role: oneOf(...ROLES) }, { kind: oneOf('server', 'browser', 'terminal') });
const FAULT = record({ path: text, expected: text, message: text });
const GOOD = record(
  { ok: oneOf(true), tick: count, results: listOf(record({ entity: text }, { component: text })) },
  {
    requestId: text,
    kept: listOf(record({ path: text, by: text, entity: text, name: orNull(text), what: text })),
    step: record({ seq: count, label: text, entity: orNull(text), name: orNull(text) }),
    triggered: count,
    sent: count,
    edit: count,
  },
);
const BAD = record({ ok: oneOf(false), tick: count, code: oneOf(...Object.keys(ERRORS)), message: text, errors: listOf(FAULT) }, { requestId: text });
const ANSWER: Form = (value, place) => (isObject(value) && value['ok'] === false ? BAD : GOOD)(value, place);
const [BY_GUEST, WITH_REQUEST, WITHOUT] = [tuple(text, ANSWER, text, oneOf('guest')), tuple(text, ANSWER, text), tuple(text, ANSWER)];
/** Older versions did not say what the request was. */
const ANSWERED: Form = (value, place) => {
  const length = Array.isArray(value) ? value.length : 0;
  return (length === 2 ? WITHOUT : length === 4 ? BY_GUEST : WITH_REQUEST)(value, place);
};
const COUNTERS = record({ nextId: whole(1), created: count, edits: count });
const START = record({ since: count, value: plain }, { kept: plain, misfit: oneOf(true) }, true);

/** Each part of a snapshot that is looked at by itself. */
const PARTS: Readonly<Record<string, Form>> = {
  format: text,
  version: count,
  id: ownId,
  name: text,
  tickRate: TICK_RATE,
  sceneTickRate: TICK_RATE,
  tick: count,
  real: (value, place) => {
    number(value, place);
    if ((value as number) < 0 || (value as number) > MOST_COUNT) wrong(place, 'milliseconds since the world began', value);
  },
  chance: tuple(WORD, WORD, WORD, WORD),
  users: usersForm,
  counters: COUNTERS,
  entities: (value, place) => {
    if (!Array.isArray(value)) wrong(place, 'a list of entities', value);
  },
  order: later,
  systems: mapOf(plain, 'what systems keep, by their names'),
  woken: listOf(record({ entity: text, component: text }, { systems: listOf(text) }, true)),
  extras: mapOf(plain, 'what the scene held besides'),
  history: later,
  answered: answeredForm,
  logSeq: count,
  savedEdits: count,
};
const OPTIONAL: Readonly<Record<string, Form>> = {
  defaults: later,
  former: listOf(tuple(id, text)),
  jobs: whole(1),
  kept: tuple(count, count),
  baseline: later,
  unsaved: later,
  walls: later,
  wall: number,
};
const SNAPSHOT = record(PARTS, OPTIONAL, true);

/**
 * Checks a snapshot, whose format and version have been looked at, as a scene is checked: that each part has its form and its bounds, and that
 * what they say of each other holds. What systems keep they check themselves. Throws WW_SNAPSHOT_INVALID at the first fault, naming its place.
 */
export function checkSnapshot(snapshot: unknown, registry: Registry): void {
  SNAPSHOT(snapshot, '');
  const parts = snapshot as Readonly<Record<string, unknown>>;
  const counters = parts['counters'] as { readonly created: number; readonly edits: number };
  if ((parts['savedEdits'] as number) > counters.edits) wrong('savedEdits', `at most the ${counters.edits} edits that there were`, parts['savedEdits']);
  const checks = new EntityChecks(registry, 'exact', counters.created);
  const entities = (parts['entities'] as readonly unknown[]).map((entity, at) => checks.compact(entity, `entities/${at}`));
  if (parts['defaults'] !== undefined) checks.defaults(parts['defaults'], 'defaults');
  const positions = checkHierarchy(entities, parts['order']);
  checkStarts(entities, registry, parts['tick'] as number);
  checkWoken(parts['woken'] as readonly Woken[], entities, positions, registry);
  const forms = editingForms(registry, counters);
  for (const name of ['history', 'baseline', 'unsaved', 'walls'] as const) if (parts[name] !== undefined) forms[name](parts[name], name);
  checkUnsaved(parts['unsaved'] as readonly UnsavedEdit[] | undefined, (parts['history'] as StoredHistory).seq);
  checkKeptOrders(entities, parts['history'] as StoredHistory, parts['baseline'] as StoredBaseline | undefined);
  checkSystems(parts['systems'] as Readonly<Record<string, unknown>>, entities, registry);
}

/** These are looked at afterwards, beside what they speak of. */
function later(): void {}

function usersForm(value: unknown, place: string): void {
  listOf(USER, 'a list of users')(value, place);
  const seen = new Set<string>();
  (value as readonly JoinedUser[]).forEach(({ userId, machineId }, at) => {
    const key = JSON.stringify([userId, machineId]);
    if (seen.has(key)) refuse(`${place}/${at}`, 'each user on each machine once', `${userId} is there on ${machineId} already`);
    seen.add(key);
  });
  if (!seen.has(JSON.stringify([HOST.userId, 'host']))) wrong(place, 'the host, who is always there', value);
}

function answeredForm(value: unknown, place: string): void {
  if (Array.isArray(value) && value.length > MOST_ANSWERS) wrong(place, `at most ${MOST_ANSWERS} answers`, value);
  listOf(ANSWERED, 'a list of answers')(value, place);
  const seen = new Set<string>();
  (value as readonly (readonly [string, unknown])[]).forEach(([key], at) => {
    if (seen.has(key)) refuse(`${place}/${at}`, 'each request once', `the request ${key} was answered already`);
    seen.add(key);
  });
}

/** An edit of a step that is yet to come would be taken for one of it. */
function checkUnsaved(unsaved: readonly UnsavedEdit[] = [], seq: number): void {
  unsaved.forEach(([, step], at) => {
    if (step !== null && step > seq) wrong(`unsaved/${at}/1`, `the number of a step up to ${seq}`, step);
  });
}

/** What driven fields began with. Whether something drives them can be told only once the world stands. */
function checkStarts(entities: readonly CompactEntity[], registry: Registry, tick: number): void {
  entities.forEach((entity, at) => {
    const { starts } = entity as { readonly starts?: unknown };
    if (starts === undefined) return;
    const place = `entities/${at} (${entity.id})/starts`;
    mapOf(START, 'what driven fields began with')(starts, place);
    for (const [driven, { since }] of Object.entries(entity.starts ?? {})) {
      const [key = '', field = ''] = driven.split('.');
      const component = registry.components.get(parseKey(key)?.type ?? '');
      if (component === undefined || !Object.hasOwn(component.fields, field))
        refuse(`${place}/${driven}`, 'a field of a component', `no component type that is registered has a field ${driven}`);
      if (!(entity.components ?? []).some((each) => each.key === key)) refuse(`${place}/${driven}`, `a component ${key}`, `the entity has no ${key}`);
      if (since > tick) wrong(`${place}/${driven}/since`, `a tick up to ${tick}`, since);
    }
  });
}

function checkWoken(woken: readonly Woken[], entities: readonly CompactEntity[], positions: ReadonlyMap<string, number>, registry: Registry): void {
  const seen = new Set<string>();
  woken.forEach(({ entity, component, systems }, at) => {
    const place = `woken/${at}`;
    const held = entities[positions.get(entity) ?? -1] ?? refuse(`${place}/entity`, 'the id of an entity', `no entity has the id ${JSON.stringify(entity)}`);
    if (held.components?.some(({ key }) => key === component) !== true) wrong(`${place}/component`, `the key of a component of ${entity}`, component);
    const waiting = (registry.systemsOf.get(parseKey(component)?.type ?? '') ?? []).filter((system) => system.woken === true).map(({ name }) => name);
    if (waiting.length === 0) wrong(`${place}/component`, 'a component that a system waits for', component);
    if (systems !== undefined && systems.length === 0) wrong(`${place}/systems`, 'at least one system', systems);
    systems?.forEach((name, index) => {
      if (!waiting.includes(name)) wrong(`${place}/systems/${index}`, `a system that waits for ${component}`, name);
      if (systems.indexOf(name) !== index) wrong(`${place}/systems/${index}`, 'each system once', name);
    });
    const key = JSON.stringify([entity, component]);
    if (seen.has(key)) refuse(place, 'each component once', `${entity}/${component} is listed already; expected each component once`);
    seen.add(key);
  });
}

function checkSystems(systems: Readonly<Record<string, unknown>>, entities: readonly CompactEntity[], registry: Registry): void {
  const keeping = registry.systems.filter((system) => system.state !== undefined);
  for (const name of Object.keys(systems))
    if (!keeping.some((system) => system.name === name))
      refuse(`systems/${name}`, 'a registered system', `the snapshot needs the system ${name}, which is not registered`);
  for (const { name, over } of keeping) {
    // One that came later has nothing to go on from where there is nothing that it goes over.
    if (Object.hasOwn(systems, name)) continue;
    const at = entities.findIndex(({ components = [] }) => components.some(({ key }) => parseKey(key)?.type === over.name));
    if (at >= 0) refuse(`systems/${name}`, `what ${name} keeps`, `entities/${at} has a ${over.name}, but nothing is there of the system that goes over those`);
  }
}
