import type { EditedField, Person, SeenGraph } from '../../server/protocol.ts';
import { Cell } from '../cells/cell.ts';
import { selection } from './place.ts';
import { session } from './session.ts';

/** Milliseconds between two tellings: who walks through the tree with the arrows need not tell of each row. */
const PAUSE = 200;
/** The same while hands move in a graph that somebody else has before them too. */
const BRIEF = 80;

/** The field that the cursor is in at this page. */
const editing = new Cell<EditedField | null>(null);
/** The graph that is before this person, and what their hands do there. */
const graph = new Cell<SeenGraph | null>(null);
let told = '';
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Says which field somebody edits here; null when the cursor leaves it. The others in the world see it at that field. */
export function setEditing(field: EditedField | null): void {
  const before = editing.value;
  if (before?.entity === field?.entity && before?.component === field?.component && before?.field === field?.field) return;
  editing.value = field;
}

/** Names of those who have their cursor in a field, at other machines or as somebody else. */
export function editorsOf(field: EditedField): string[] {
  const me = session.me.value;
  return session.people.value
    .filter(
      ({ user, editing: theirs }) =>
        theirs !== null &&
        (user.userId !== me?.userId || user.machineId !== me.machineId) &&
        theirs.field === field.field &&
        theirs.component === field.component &&
        theirs.entity === field.entity,
    )
    .map(({ user }) => user.name);
}

/** Says which graph this page has before it, and what is done there; null where none is. Where nobody else looks at it hands are not told. */
export function setGraph(seen: SeenGraph | null): void {
  if (seen === null || othersAt(seen.entity, seen.component).length > 0) {
    graph.value = seen;
    return;
  }
  const { entity, component } = seen;
  const before = graph.value;
  if (before?.entity !== entity || before.component !== component || before.at !== undefined) graph.value = { entity, component, nodes: [] };
}

/** Others, or this person at other machines, who have a graph before them. */
export function othersAt(entity: string, component: string): readonly (Person & { readonly graph: SeenGraph })[] {
  const me = session.me.value;
  return session.people.value.filter(
    (person): person is Person & { readonly graph: SeenGraph } =>
      person.graph?.entity === entity && person.graph.component === component && (person.user.userId !== me?.userId || person.user.machineId !== me.machineId),
  );
}

function tell(): void {
  waiting = undefined;
  const now = JSON.stringify([session.world.value, selection.value.slice(0, 200), editing.value, graph.value]);
  if (now === told || session.phase.value !== 'online') return;
  told = now;
  session.presence(selection.value, editing.value, graph.value);
}

function soon(): void {
  waiting ??= setTimeout(tell, graph.value?.at === undefined ? PAUSE : BRIEF);
}

selection.subscribe(soon);
editing.subscribe(soon);
graph.subscribe(soon);
// A server that has just been reached, and a world just entered, know nothing of us.
for (const change of [session.phase, session.entered])
  change.subscribe(() => {
    told = '';
    soon();
  });
