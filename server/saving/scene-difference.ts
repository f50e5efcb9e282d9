import { sameJson } from '../../engine/index.ts';

/** How a world's file differs from the world. Where the file is no scene, `fault` says why, and `text` compares the lines: `-` the file's, `+` the world's. */
export interface FileDifference {
  readonly rows: readonly FileDifferenceRow[];
  /** How many there are; the first 500 are told. */
  readonly total: number;
  readonly fault?: string;
  readonly text?: { readonly lines: readonly string[]; readonly more: number };
}
export interface FileDifferenceRow {
  /** Id of the entity; empty for the scene itself. */
  readonly entity: string;
  /** Names from the top down to it. */
  readonly path: readonly string[];
  /** `Component.field`, a component, or a property; empty for the entity as a whole. */
  readonly what: string;
  /** As text, cut where it is long; null where it is not there, or has its default. */
  readonly file: string | null;
  readonly world: string | null;
}

/** Rows that are told, characters of a value, and lines of text. */
const MOST_ROWS = 500,
  LONGEST = 200,
  MOST_LINES = 400;
/** Lines on each side of which the longest common part is looked for; past it one block stands for another. */
const COMPARED = 1_500;

type Value = { readonly [key: string]: unknown };
/** A scene as a save writes it. */
export interface Scene extends Value {
  readonly entities?: readonly Value[];
}

/** How a scene file and a running world differ, both as a save would write them: by entity, component and field. */
export function sceneDifference(file: Scene, world: Scene): FileDifference {
  const rows: FileDifferenceRow[] = [];
  const theirs = byId(file),
    ours = byId(world);
  const paths = { file: pathsOf(theirs), world: pathsOf(ours) };
  const tell = (entity: string, what: string, inFile: unknown, inWorld: unknown): void => {
    const path = paths.world(entity) ?? paths.file(entity) ?? [];
    rows.push({ entity, path, what, file: shown(inFile), world: shown(inWorld) });
  };
  // A scene that does not say its id has its name for one.
  const named = file['id'] === file['name'] && world['id'] === world['name'];
  const head = (scene: Scene): Value => withoutKey(named ? withoutKey(scene, 'id') : scene, 'entities');
  compare('', head(file), head(world), tell);
  for (const [id, mine] of ours) {
    const other = theirs.get(id);
    if (other === undefined) tell(id, '', undefined, summary(mine));
    else compareEntities(id, other, mine, tell);
  }
  for (const [id, other] of theirs) if (!ours.has(id)) tell(id, '', summary(other), undefined);
  const common = (from: ReadonlyMap<string, Value>, also: ReadonlyMap<string, Value>): string => [...from.keys()].filter((id) => also.has(id)).join('\n');
  if (common(theirs, ours) !== common(ours, theirs)) tell('', 'order of entities', 'another', 'another');
  return { rows: rows.slice(0, MOST_ROWS), total: rows.length };
}

type Tell = (entity: string, what: string, inFile: unknown, inWorld: unknown) => void;

function compareEntities(id: string, file: Value, world: Value, tell: Tell): void {
  compare(id, withoutKey(file, 'components'), withoutKey(world, 'components'), tell);
  const theirs = objectAt(file, 'components'),
    ours = objectAt(world, 'components');
  for (const key of keysOf(theirs, ours)) {
    const other = theirs[key],
      mine = ours[key];
    if (!isObject(other) || !isObject(mine)) {
      if (!sameJson(other, mine)) tell(id, key, other, mine);
    } else compare(id, other, mine, (entity, what, inFile, inWorld) => tell(entity, `${key}.${what}`, inFile, inWorld));
  }
}

function compare(id: string, file: Value, world: Value, tell: Tell): void {
  for (const key of keysOf(file, world)) if (!sameJson(file[key], world[key])) tell(id, key, file[key], world[key]);
}

function keysOf(a: Value, b: Value): string[] {
  return [...new Set([...Object.keys(b), ...Object.keys(a)])];
}

function byId(scene: Scene): Map<string, Value> {
  return new Map((scene.entities ?? []).map((entity) => [String(entity['id']), entity]));
}

/** Names of an entity and those above it, from the top. */
function pathsOf(entities: ReadonlyMap<string, Value>): (id: string) => readonly string[] | undefined {
  return (id) => {
    if (!entities.has(id)) return undefined;
    const path: string[] = [];
    for (let at: unknown = id; typeof at === 'string' && path.length < 100;) {
      const entity = entities.get(at);
      const name = entity?.['name'];
      path.unshift(typeof name === 'string' ? name : at);
      at = entity?.['parent'];
    }
    return path;
  };
}

function summary(entity: Value): string {
  const components = Object.keys(objectAt(entity, 'components'));
  return components.length === 0 ? 'an entity' : `an entity with ${components.join(', ')}`;
}

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function withoutKey(value: Value, key: string): Value {
  const { [key]: _left, ...rest } = value;
  return rest;
}

function objectAt(value: Value, key: string): Value {
  const found = value[key];
  return isObject(found) ? found : {};
}

function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How two texts differ, line by line, where one of them cannot be read as a scene: `-` is the file's, `+` the world's. */
export function textDifference(file: string, world: string): { readonly lines: readonly string[]; readonly more: number } {
  const theirs = linesOf(file),
    ours = linesOf(world);
  let start = 0;
  while (start < theirs.length && start < ours.length && theirs[start] === ours[start]) start++;
  let end = 0;
  while (end < theirs.length - start && end < ours.length - start && theirs.at(-1 - end) === ours.at(-1 - end)) end++;
  const lines = between(theirs.slice(start, theirs.length - end), ours.slice(start, ours.length - end));
  return { lines: lines.slice(0, MOST_LINES).map((line) => line.slice(0, LONGEST)), more: Math.max(0, lines.length - MOST_LINES) };
}

function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r?\n/);
}

function between(theirs: readonly string[], ours: readonly string[]): string[] {
  if (theirs.length > COMPARED || ours.length > COMPARED) return [...theirs.map((line) => `- ${line}`), ...ours.map((line) => `+ ${line}`)];
  const width = ours.length + 1;
  // Length of the longest common part of what follows each pair of places.
  const common = new Uint16Array((theirs.length + 1) * width);
  for (let a = theirs.length - 1; a >= 0; a--)
    for (let b = ours.length - 1; b >= 0; b--)
      common[a * width + b] =
        theirs[a] === ours[b]
          ? (common[(a + 1) * width + b + 1] as number) + 1
          : Math.max(common[(a + 1) * width + b] as number, common[a * width + b + 1] as number);
  const lines: string[] = [];
  for (let a = 0, b = 0; a < theirs.length || b < ours.length;) {
    if (a < theirs.length && b < ours.length && theirs[a] === ours[b]) {
      a++;
      b++;
    } else if (b >= ours.length || (a < theirs.length && (common[(a + 1) * width + b] as number) >= (common[a * width + b + 1] as number)))
      lines.push(`- ${theirs[a++]}`);
    else lines.push(`+ ${ours[b++]}`);
  }
  return lines;
}
