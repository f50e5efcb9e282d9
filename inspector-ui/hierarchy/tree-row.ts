import { html, nothing, type TemplateResult } from 'lit';
import type { ConnectionState, Person, TreeRow } from '../../server/protocol.ts';
import { session } from '../session/session.ts';
import { glyph } from '../controls/glyphs.ts';
import { STATES, stateDot, wordOf } from '../controls/states.ts';
import { styled } from '../controls/styled.ts';
import { grouped, initials, plural } from '../controls/words.ts';
import type { RowPart } from './row-press.ts';

/** What a row shows of the people in the world: who looks at it, who has selected it. */
export type Watchers = ReadonlyMap<string, readonly { readonly name: string; readonly looks: boolean; readonly edits: boolean }[]>;

/** Who else is where. */
export function watchersOf(people: readonly Person[]): Watchers {
  const out = new Map<string, { name: string; looks: boolean; edits: boolean }[]>();
  const me = session.me.value;
  for (const { user, looksAt, selection, editing } of people) {
    if (user.userId === me?.userId && user.machineId === me.machineId) continue;
    for (const id of new Set([...(looksAt === null ? [] : [looksAt]), ...selection])) {
      const who = { name: user.name, looks: id === looksAt, edits: editing?.entity === id };
      const list = out.get(id);
      if (list === undefined) out.set(id, [who]);
      else list.push(who);
    }
  }
  return out;
}

/** States of a row's own connection and, where it is folded, of those below it, from the worst: how many are in each. */
export function statesOf(row: TreeRow): readonly { readonly state: ConnectionState; readonly count: number }[] {
  const below = row.expanded ? undefined : row.below;
  return STATES.map(({ state }) => ({ state, count: (below?.[state] ?? 0) + (row.state === state ? 1 : 0) })).filter(({ count }) => count > 0);
}

/** What a row is to templates: as it is drawn, and in words. */
const LINKS = {
  source: { shape: 'template', words: 'template' },
  instance: { shape: 'instance', words: 'instance' },
  part: { shape: 'part', words: 'part of an instance' },
  added: { shape: 'plus', words: 'added to an instance' },
} as const;

function linkSign({ link, overrides }: TreeRow): TemplateResult | typeof nothing {
  if (link === undefined) return nothing;
  const { shape, words } = LINKS[link];
  const title = overrides === undefined ? words : `${words}, ${plural(overrides, 'override', 'overrides')}`;
  return html`<span class="link ${link} ${overrides === undefined ? '' : 'own'}" title=${title}>${glyph(overrides === undefined ? shape : 'own')}</span>`;
}

/** All that a row shows by colour and shape, in words. */
function wordsOf(row: TreeRow, who: NonNullable<ReturnType<Watchers['get']>>): string {
  const states = statesOf(row),
    own = row.state === undefined ? '' : wordOf(row.state);
  const below =
    row.expanded || row.below === undefined
      ? ''
      : `below: ${STATES.flatMap(({ state, short }) => ((row.below?.[state] ?? 0) > 0 ? `${grouped(row.below?.[state] ?? 0)} ${short}` : [])).join(', ')}`;
  return [
    own,
    row.link === undefined ? '' : LINKS[row.link].words,
    row.overrides === undefined ? '' : plural(row.overrides, 'override', 'overrides'),
    states.length > 0 ? below : '',
    row.children > 0 ? plural(row.children, 'child', 'children') : '',
    row.inactive ? (row.active ? 'inactive by what is above it' : 'inactive') : '',
    row.persistent ? '' : 'not saved',
    ...who.map(({ name, looks, edits }) => `${name} ${edits ? 'edits it' : looks ? 'is here' : 'has selected it'}`),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export interface RowLook {
  readonly index: number;
  readonly height: number;
  /** A result of a search stands by itself, with its path behind its name. */
  readonly found: boolean;
  readonly total: number;
  readonly selected: boolean;
  readonly cursor: boolean;
  /** Absent where that is nobody. */
  readonly who: ReturnType<Watchers['get']>;
  /** Instead of the name, while it is being renamed. */
  readonly renaming: TemplateResult | undefined;
}
export interface RowHands {
  press(event: PointerEvent, row: TreeRow, part: RowPart): void;
  click(event: MouseEvent, row: TreeRow, part: RowPart): void;
  rename(row: TreeRow): void;
  menu(event: MouseEvent, index: number, row: TreeRow): void;
  drag(event: DragEvent, row: TreeRow): void;
}

/** A row that is known to be there, but has not arrived. */
export function ghostRow(index: number, height: number): TemplateResult {
  return html`<div class="row ghost" role="none" ${styled({ transform: `translateY(${index * height}px)` })}><i></i></div>`;
}

export function treeRow(row: TreeRow, look: RowLook, hands: RowHands): TemplateResult {
  const { index, found, who = [] } = look,
    folds = row.children > 0 && !found;
  const classes = `row ${look.selected ? 'selected' : ''} ${row.inactive ? 'inactive' : ''} ${row.persistent ? '' : 'passing'} ${look.cursor ? 'cursor' : ''}`;
  const words = wordsOf(row, who),
    [worst] = statesOf(row);
  const size = found ? look.total : row.of,
    place = found ? index : row.at;
  return html`<div id="row-${index}" class=${classes} role="treeitem" aria-label=${row.name || 'no name'} aria-level=${found ? 1 : row.depth + 1}
    aria-selected=${look.selected}
    aria-expanded=${folds ? row.expanded : nothing} aria-setsize=${size > 0 ? size : nothing} aria-posinset=${size > 0 ? place + 1 : nothing}
    aria-description=${words || nothing}
    data-id=${row.id} draggable=${look.renaming === undefined ? 'true' : 'false'} ${styled({
      transform: `translateY(${index * look.height}px)`,
      'padding-left': `min(${6 + (found ? 0 : row.depth * 16)}px, 55%)`,
    })}
    @pointerdown=${(event: PointerEvent) => hands.press(event, row, 'row')} @click=${(event: MouseEvent) => hands.click(event, row, 'row')}
    @dblclick=${() => hands.rename(row)} @contextmenu=${(event: MouseEvent) => hands.menu(event, index, row)}
    @dragstart=${(event: DragEvent) => hands.drag(event, row)}>
    <span class="twist" @pointerdown=${(event: PointerEvent) => {
      if (!folds) return;
      event.stopPropagation();
      hands.press(event, row, 'twist');
    }} @click=${(event: MouseEvent) => {
      if (!folds) return;
      event.stopPropagation();
      hands.click(event, row, 'twist');
    }} @dblclick=${(event: Event) => event.stopPropagation()}>${folds ? glyph(row.expanded ? 'down' : 'right') : nothing}</span>
    ${linkSign(row)}${look.renaming ?? html`<span class="name clip">${row.name === '' ? html`<i class="faint">no name</i>` : row.name}</span>`}
    ${
      found && row.path !== undefined && row.path.length > 0
        ? html`<span class="path clip"
        data-text=${row.path.map((step) => step.name).join(' / ')}></span>`
        : nothing
    }
    ${who.slice(0, 3).map(
      ({ name, looks }) => html`<span class="who ${looks ? '' : 'holds'}" data-text=${initials(name)}
      title="${name} ${looks ? 'is here' : 'has selected it'}"></span>`,
    )}
    ${who.length > 3 ? html`<span class="count" data-text="+${who.length - 3}"></span>` : nothing}
    ${row.children > 0 ? html`<span class="count numbers" data-text=${grouped(row.children)}></span>` : nothing}
    ${worst === undefined ? html`<span class="dot"></span>` : html`<span class="state" title=${words}>${stateDot(worst.state)}</span>`}</div>`;
}
