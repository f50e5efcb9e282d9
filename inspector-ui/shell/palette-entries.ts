import { actions, type Action } from '../actions/registry.ts';
import { attachTypes } from '../entity/attach-types.ts';
import { recall, remember } from '../cells/memory.ts';
import { keepOpen, select, selection } from '../session/place.ts';
import { session } from '../session/session.ts';
import type { ComponentManifest, TreeRow, WorldSummary } from '../../server/protocol.ts';
import { enterWorld } from '../world/deeds.ts';
import { fuzzy } from '../controls/fuzzy.ts';
import { tell } from '../controls/notices.ts';
import { grouped, plural } from '../controls/words.ts';
import { apart } from './same-title.ts';

/** A line of the palette. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  /** What stands at its right: its group, its id, how many. */
  readonly hint: string;
  readonly keys?: string;
  readonly disabled?: boolean;
  /** It takes away what others may have made. */
  readonly destroys?: boolean;
  /** State of an entity's connection. */
  readonly state?: string;
  /** Places of the letters of the label that fit. */
  readonly at: readonly number[];
  readonly score: number;
  /** `aside` where it was chosen with Ctrl held: beside what is open, rather than in its place. */
  readonly run: (aside: boolean) => void;
}
export interface Section {
  readonly name: string;
  readonly entries: readonly Entry[];
}

/** In the order in which they are listed. */
const GROUPS: readonly Action['group'][] = ['World', 'Entity', 'Hierarchy', 'Connection', 'Time', 'View', 'People'];

const MOST = { actions: 60, found: 8, recent: 5 };

/** The letter at the beginning that says what is looked for, and what that is. */
export const SCOPES: readonly (readonly [sign: string, word: string])[] = [
  ['>', 'commands'],
  ['#', 'worlds'],
  ['+', 'components'],
  ['@', 'entities'],
];

/** What somebody typed, and of which kind they want it. */
export function scopeOf(text: string): { readonly scope: string; readonly wanted: string } {
  const scope = SCOPES.find(([sign]) => text.startsWith(sign))?.[0] ?? '';
  return { scope, wanted: text.slice(scope.length).trim() };
}

/** All that fits, the section with the best fit first; without words, what was used last and all actions. */
export function sectionsOf(text: string, found: readonly TreeRow[]): readonly Section[] {
  const { scope, wanted } = scopeOf(text);
  const wants = (sign: string): boolean => scope === sign || (scope === '' && wanted !== '');
  const sections: Section[] = [];
  const again = scope === '' && wanted === '' ? recent() : [];
  if (again.length > 0) sections.push({ name: 'Recent', entries: again });
  if (scope === '>' || scope === '') sections.push(...actionSections(wanted, new Set(again.map(({ id }) => id.replace('recent-', 'action-')))));
  if (wants('@')) sections.push({ name: 'Entities', entries: found.map((row) => ofEntity(row, wanted)) });
  if (wants('#') || (scope === '' && wanted === '')) sections.push({ name: 'Worlds', entries: fitting(otherWorlds().map(ofWorld), wanted) });
  if (wants('+')) sections.push({ name: attachTo(), entries: fitting([...session.manifest.value.values()].map(ofComponent), wanted) });
  const full = sections.filter(({ entries }) => entries.length > 0);
  return wanted === '' ? full : full.sort((a, b) => Number(destroysOnly(a)) - Number(destroysOnly(b)) || best(b) - best(a));
}

/** The line that is picked as the list opens: the first of all, but for what cannot be done, and never one that destroys; -1 for none. */
export function firstPick(sections: readonly Section[]): number {
  const entries = sections.flatMap((section) => section.entries);
  const at = entries.findIndex((entry) => entry.disabled !== true);
  return entries[at]?.destroys === true ? -1 : at;
}

const destroysOnly = ({ entries }: Section): boolean => entries.every(({ destroys }) => destroys === true);

const best = ({ entries }: Section): number => Math.max(...entries.map(({ score }) => score));

function fitting(entries: readonly Entry[], wanted: string, most = MOST.found): readonly Entry[] {
  if (wanted === '') return entries.slice(0, 40);
  return (
    entries
      .flatMap((entry) => {
        const fit = fuzzy(entry.label, wanted);
        // What cannot be done now is found, but not before what can.
        return fit === undefined ? [] : [{ ...entry, ...fit, score: fit.score - (entry.disabled === true ? 6 : 0) }];
      })
      // What destroys stands behind the rest, however well it fits.
      .sort((a, b) => Number(a.destroys === true) - Number(b.destroys === true) || b.score - a.score)
      .slice(0, most)
  );
}

/** All but those that stand above already. */
function actionSections(wanted: string, above: ReadonlySet<string>): Section[] {
  const entries = listed()
    .map(ofAction)
    .filter(({ id }) => !above.has(id));
  if (wanted !== '') return [{ name: 'Commands', entries: fitting(entries, wanted) }];
  return GROUPS.map((group) => {
    const of = entries.filter(({ hint }) => hint === group);
    return {
      name: group,
      entries: [...of.filter(({ destroys }) => destroys !== true), ...of.filter(({ destroys }) => destroys === true)].slice(0, MOST.actions),
    };
  });
}

/** The palette itself is where one is. */
function listed(): readonly Action[] {
  return actions.value.filter(({ id }) => id !== 'view.palette');
}

function ofAction(action: Action): Entry {
  return {
    id: `action-${action.id}`,
    label: action.label,
    hint: action.group,
    ...(action.keys?.[0] === undefined ? {} : { keys: action.keys[0] }),
    disabled: action.enabled?.() === false,
    ...(action.destroys === true ? { destroys: true } : {}),
    at: [],
    score: 0,
    run: () => {
      remember('palette', [action.id, ...recentIds().filter((id) => id !== action.id)].slice(0, MOST.recent));
      void action.run();
    },
  };
}

function recentIds(): readonly string[] {
  const known = recall('palette');
  return Array.isArray(known) ? known.filter((id): id is string => typeof id === 'string') : [];
}
function recent(): readonly Entry[] {
  const known = listed();
  return recentIds().flatMap((id) => {
    const action = known.find((each) => each.id === id);
    // What destroys is looked for anew each time.
    return action === undefined || action.destroys === true ? [] : [{ ...ofAction(action), id: `recent-${id}` }];
  });
}

function otherWorlds(): readonly WorldSummary[] {
  return session.worlds.value.filter(({ name }) => name !== session.world.value);
}
function ofWorld(world: WorldSummary): Entry {
  const facts = [
    ...apart(world),
    ...(world.stuck === true ? ['does not answer'] : []),
    plural(world.entities, 'entity', 'entities'),
    ...(world.users > 1 ? [`${grouped(world.users - 1)} here`] : []),
    ...(world.paused ? ['paused'] : []),
  ];
  return { id: `world-${world.name}`, label: world.title, hint: facts.join(' · '), at: [], score: 0, run: () => void enterWorld(world.name) };
}

function attachTo(): string {
  const count = selection.value.length;
  return count === 0 ? 'Components' : count === 1 ? 'Attach to the selected' : `Attach to ${plural(count, 'selected')}`.replace(/s$/, '');
}
function ofComponent(type: ComponentManifest): Entry {
  const locked = !session.mayEdit || selection.value.length === 0;
  return {
    id: `component-${type.name}`,
    label: `Attach ${type.name}`,
    hint: locked ? 'nothing selected' : type.category,
    disabled: locked,
    at: [],
    score: 0,
    run: () => void attach(type.name),
  };
}
async function attach(component: string): Promise<void> {
  const fault = await attachTypes([component], selection.value);
  if (fault !== null) tell(fault, true);
}

/** Finds entities whose name has what was typed, or that hold a component of which it is the beginning. */
export function entityQuery(wanted: string): string {
  return [`name~"${wanted.slice(0, 200).replace(/(["\\])/g, '\\$1')}"`, ...typesLike(wanted).map((type) => `c:${type}`)].join(' or ');
}

/** Types of components that begin so; of one or two letters too many would. */
function typesLike(wanted: string): readonly string[] {
  if (wanted.length < 3) return [];
  return [...session.manifest.value.keys()].filter((name) => name.toLowerCase().startsWith(wanted.toLowerCase())).slice(0, 5);
}

function ofEntity(row: TreeRow, wanted: string): Entry {
  const fit = fuzzy(row.name, wanted);
  const holds = fit === undefined && !row.name.toLowerCase().includes(wanted.toLowerCase()) ? typesLike(wanted) : [];
  return {
    id: `entity-${row.id}`,
    label: row.name === '' ? 'no name' : row.name,
    hint: holds.length === 0 ? row.id : `holds ${holds.join(' or ')}`,
    ...(row.state === undefined ? {} : { state: row.state }),
    at: fit?.at ?? [],
    score: fit?.score ?? 0,
    run: (aside) => {
      if (aside) keepOpen(row.id);
      select(row.id, { show: true, open: true });
    },
  };
}
