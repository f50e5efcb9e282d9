import type { Fact, StoredBaseline } from '../editing/baseline.ts';
import type { StoredHistory } from '../editing/history.ts';
import { parseKey } from '../schema/component-key.ts';
import type { Registry } from '../world/registry.ts';
import type { StoredEntity } from '../world/stored.ts';
import { EntityChecks } from './entities.ts';
import { count, id, isObject, listOf, number, oneOf, orNull, plain, record, refuse, text, truth, tuple, whole, wrong, type Form } from '../world/form.ts';

const ORDER_OFFSET = whole(-2147483648, 2147483647);
const TURNS = oneOf('made', 'grown', 'undone', 'redone', 'asLoaded');

/** Forms of what a snapshot keeps of edits: the history of each author, what was loaded, and what has not been saved. */
export interface EditingForms {
  readonly history: Form;
  readonly baseline: Form;
  readonly unsaved: Form;
  readonly walls: Form;
}

/** @param counters orders of creation that have been given out, and edits that there were */
export function editingForms(registry: Registry, { created, edits }: { readonly created: number; readonly edits: number }): EditingForms {
  const checks = new EntityChecks(registry, 'settings', created);
  const components: Form = (value, place) => void checks.components(value, () => place, false);
  const subtree = subtreeForm(checks);
  const reversal = reversalForm(fieldForm(registry), subtree, components);
  const field = fieldForm(registry);
  const facts = factsForm(field, subtree, (value, place) => void checks.components([value], () => place, false));
  const entry = record(
    {
      seq: whole(1),
      author: text,
      tick: count,
      label: text,
      group: orNull(text),
      back: listOf(reversal),
      forth: listOf(reversal),
      touched: listOf(text),
      undone: truth,
    },
    { real: number, wall: number, turns: listOf(whole(1)), spent: oneOf(true) },
  );
  const baseline = record({ next: whole(1), missed: count, facts, orders: listOf(tuple(text, listOf(id))) });
  const history = record({ seq: count, entries: listOf(entry, 'a list of edits') }, { turn: count, passed: listOf(tuple(text, text, count)) });
  return {
    history: (value, place) => {
      history(value, place);
      const { seq, entries, turn = seq, passed = [] } = value as StoredHistory;
      ascending(
        entries.map((each) => each.seq),
        seq + 1,
        (at) => `${place}/entries/${at}/seq`,
      );
      const turned = (each: number, where: string): void => {
        if (each > turn) wrong(where, `the number of a turn up to ${turn}`, each);
      };
      entries.forEach(({ turns = [] }, at) => turns.forEach((each, which) => turned(each, `${place}/entries/${at}/turns/${which}`)));
      passed.forEach(([, , each], at) => turned(each, `${place}/passed/${at}/2`));
    },
    baseline: (value, place) => {
      baseline(value, place);
      // The next change would have the number of one that is there already.
      const { next, facts: known } = value as StoredBaseline;
      ascending(
        known.map(({ change }) => change),
        next,
        (at) => `${place}/facts/${at}/change`,
      );
    },
    unsaved: listOf(tuple(whole(0, edits), orNull(whole(1)), TURNS)),
    walls: listOf(tuple(whole(1), number)),
  };
}

/** Numbers that are given out one after another. */
function ascending(numbers: readonly number[], below: number, place: (at: number) => string): void {
  numbers.forEach((each, at) => {
    if (each >= below) wrong(place(at), `a number below ${below}`, each);
    if (at > 0 && each <= (numbers[at - 1] as number)) wrong(place(at), `a number above ${numbers[at - 1]}`, each);
  });
}

/** A removed subtree: its root first, and each below one that stands before it. */
function subtreeForm(checks: EntityChecks): Form {
  return (value, place) => {
    if (!Array.isArray(value) || value.length === 0) wrong(place, 'a list of at least one entity', value);
    const known = new Set<string>();
    value.forEach((each: unknown, at) => {
      const entity: StoredEntity = checks.entity(each, `${place}/${at}`);
      if (entity.starts !== undefined) refuse(`${place}/${at}/starts`, 'no starts', 'only entities that are there have been driven');
      if (known.has(entity.id)) refuse(`${place}/${at}/id`, 'an id of its own', 'an entity in front of it has this id already');
      if (at > 0 && (entity.parent === null || !known.has(entity.parent))) wrong(`${place}/${at}/parent`, 'the id of an entity in front of it', entity.parent);
      known.add(entity.id);
    });
  };
}

/** Two forms that a value has at once. */
function both(first: Form, second: Form): Form {
  return (value, place) => {
    first(value, place);
    second(value, place);
  };
}

/** What speaks of a field: its type is registered, and has it. */
function fieldForm(registry: Registry): Form {
  return (value, place) => {
    const { component: key, field } = value as { readonly component: string; readonly field: string };
    const component = registry.components.get(parseKey(key)?.type ?? '') ?? wrong(`${place}/component`, 'a component of a registered type', key);
    if (!Object.hasOwn(component.fields, field)) wrong(`${place}/field`, `a field of ${component.name}`, field);
  };
}

/** One step of what an undo does. */
function reversalForm(known: Form, subtree: Form, components: Form): Form {
  const nullable = orNull(id);
  const patch = record({ op: oneOf('add', 'replace', 'test', 'remove', 'move', 'copy'), path: text }, { from: text, value: plain });
  const patchBack = record({ op: oneOf('replace', 'remove', 'add', 'place'), path: text }, { value: plain, at: count, behind: text, before: text });
  const forms = new Map<unknown, Form>([
    ['removeEntity', record({ op: text, entity: id })],
    ['updateEntity', record({ op: text, entity: id }, { name: text, tag: text, active: truth, persistent: truth, orderOffset: ORDER_OFFSET }, true)],
    ['moveEntity', record({ op: text, entity: id }, { parent: nullable, before: nullable })],
    ['removeComponent', record({ op: text, entity: id, component: id })],
    ['takeComponent', record({ op: text, entity: id, component: id })],
    ['setField', both(record({ op: text, entity: id, component: id, field: id, value: plain }), known)],
    ['patchField', both(record({ op: text, entity: id, component: id, field: id, patch: listOf(patch) }), known)],
    ['patchBack', both(record({ op: text, entity: id, component: id, field: id, patch: listOf(patchBack) }), known)],
    ['restoreEntities', record({ op: text, at: count, entities: subtree })],
    ['restoreComponents', record({ op: text, entity: id, components })],
    [
      'placeEntity',
      record({ op: text, entity: id, parent: nullable, behind: nullable, before: nullable, orderOffset: ORDER_OFFSET }, { settled: oneOf(true) }),
    ],
  ]);
  return formBy('op', forms, 'a step of undo');
}

function factsForm(known: Form, subtree: Form, component: Form): Form {
  const common = { kind: text, entity: id, change: whole(1), author: text, tick: count };
  const forms = new Map<unknown, Form>([
    ['added', record(common, { component: id, wall: number })],
    ['removedEntity', record({ ...common, path: listOf(text), entities: subtree })],
    ['removedComponent', record({ ...common, stored: component })],
    ['property', record({ ...common, property: oneOf('name', 'tag', 'active', 'persistent'), before: plain })],
    ['place', record({ ...common, parent: orNull(id), orderOffset: ORDER_OFFSET })],
    ['field', both(record({ ...common, component: id, field: id, before: plain }), known)],
  ]);
  const list = listOf(formBy('kind', forms, 'what something was when it was loaded'), 'a list of what was loaded');
  return (value, place) => {
    list(value, place);
    const facts = value as readonly Fact[];
    facts.forEach((fact, at) => {
      if (fact.kind === 'property') (fact.property === 'name' || fact.property === 'tag' ? text : truth)(fact.before, `${place}/${at}/before`);
    });
  };
}

/** The form that goes by a word in it. */
function formBy(key: string, forms: ReadonlyMap<unknown, Form>, what: string): Form {
  return (value, place) => {
    if (!isObject(value)) wrong(place, what, value);
    const form = forms.get(value[key]) ?? wrong(`${place}/${key}`, `one of ${[...forms.keys()].join(', ')}`, value[key]);
    form(value, place);
  };
}
