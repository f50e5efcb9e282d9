import type { EditedField } from '../../server/protocol.ts';

/** The kinds under which things of a world travel when they are dragged. An entity travels as a JSON list of ids, the others as JSON objects. */
export const ENTITY_KIND = 'application/x-worldwire-entity';
export const COMPONENT_KIND = 'application/x-worldwire-component';
export const FIELD_KIND = 'application/x-worldwire-field';

/** A component of an entity, as it is dragged and as a reference holds it. */
export interface DraggedComponent {
  readonly entity: string;
  readonly component: string;
}

export function dragComponent(event: DragEvent, what: DraggedComponent): void {
  start(event, COMPONENT_KIND, what, what.component);
}
export function dragField(event: DragEvent, what: EditedField): void {
  start(event, FIELD_KIND, what, `${what.component}.${what.field}`);
}

/** Ids of the entities that are dropped; none where it is something else. */
export function droppedEntities(event: DragEvent): string[] {
  const text = event.dataTransfer?.getData(ENTITY_KIND) ?? '';
  const parsed = read(text);
  if (Array.isArray(parsed)) return parsed.filter((id): id is string => typeof id === 'string');
  return text === '' ? [] : [text];
}
export function droppedComponent(event: DragEvent): DraggedComponent | null {
  const parsed = read(event.dataTransfer?.getData(COMPONENT_KIND) ?? '');
  return isPlace(parsed) ? { entity: parsed.entity, component: parsed.component } : null;
}
export function droppedField(event: DragEvent): EditedField | null {
  const parsed = read(event.dataTransfer?.getData(FIELD_KIND) ?? '');
  return isPlace(parsed) && 'field' in parsed && typeof parsed.field === 'string'
    ? { entity: parsed.entity, component: parsed.component, field: parsed.field }
    : null;
}
/** Whether what hovers is one of these kinds; what it is in detail is told only when it drops. */
export function hovers(event: DragEvent, ...kinds: readonly string[]): boolean {
  return kinds.some((kind) => event.dataTransfer?.types.includes(kind) === true);
}

function start(event: DragEvent, kind: string, what: object, text: string): void {
  event.stopPropagation();
  event.dataTransfer?.setData(kind, JSON.stringify(what));
  event.dataTransfer?.setData('text/plain', text);
  if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = 'copyLink';
}
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
function isPlace(value: unknown): value is DraggedComponent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'entity' in value &&
    'component' in value &&
    typeof value.entity === 'string' &&
    typeof value.component === 'string' &&
    value.component !== ''
  );
}
