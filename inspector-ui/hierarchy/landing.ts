import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { TreeRow } from '../../server/protocol.ts';
import { setExpanded } from '../session/place.ts';
import type { TreeWindow } from '../session/tree-window.ts';
import { styled } from '../controls/styled.ts';
import { EdgeScroll } from './edge-scroll.ts';
import { COMPONENT_KIND, ENTITY_KIND, FIELD_KIND, droppedEntities, hovers } from '../controls/drags.ts';
import { draggedNow, endDrag } from './entity-drag.ts';
import { placeInstance } from './instances.ts';
import { placeFile, spawnFile, spawnText } from './item-files.ts';
import { isWithin } from './lineage.ts';
import { sameJson } from '../../engine/same-json.ts';

/** Milliseconds over a folded row after which it unfolds. */
const UNFOLD_AFTER = 700;

interface Spot {
  readonly parent: string | null;
  readonly before: string | null;
  readonly index: number;
  readonly depth: number;
  /** On the line above a row, or in the row. */
  readonly how: 'line' | 'into';
  /** Why nothing may land here; empty where it may. */
  readonly refused: string;
}

interface Options {
  move(ids: readonly string[], parent: string | null, before: string | null): void;
  /** Why nothing may land anywhere; empty where it may. */
  locked(): string;
  /** The entity whose inside is shown. */
  root(): string | null;
  scroller(): HTMLElement;
  rowHeight(): number;
}

/** Where what is dragged would land: in a row, or on the line between two. */
export class Landing {
  readonly #host: ReactiveControllerHost & HTMLElement & { readonly window: TreeWindow };
  readonly #options: Options;
  readonly #edges = new EdgeScroll();
  #spot: Spot | null = null;
  #unfolds: { readonly id: string; readonly timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement & { readonly window: TreeWindow }, options: Options) {
    this.#host = host;
    this.#options = options;
  }

  readonly over = (event: DragEvent): void => {
    if (!hovers(event, ENTITY_KIND, 'Files', 'text/plain') || hovers(event, COMPONENT_KIND, FIELD_KIND)) return;
    event.preventDefault();
    this.#edges.over(this.#options.scroller(), event.clientY);
    const spot = this.#spotAt(event);
    if (event.dataTransfer !== null)
      event.dataTransfer.dropEffect = spot === null || spot.refused !== '' ? 'none' : hovers(event, ENTITY_KIND) ? 'move' : 'copy';
    this.#hover(spot);
    this.#set(spot);
  };
  readonly leave = (event: DragEvent): void => {
    if ((event.currentTarget as Element).contains(event.relatedTarget as Node | null)) return;
    this.#hover(null);
    this.#edges.end();
    this.#set(null);
  };
  readonly end = (): void => {
    endDrag();
    this.#hover(null);
    this.#edges.end();
    this.#set(null);
  };
  readonly drop = (event: DragEvent): void => {
    const spot = this.#spot,
      entities = droppedEntities(event),
      files = [...(event.dataTransfer?.files ?? [])],
      text = event.dataTransfer?.getData('text/plain') ?? '';
    event.preventDefault();
    this.end();
    if (spot === null || spot.refused !== '') return;
    // With Alt held, what is dragged stays where it is, and an instance of it is placed.
    if (entities.length === 1 && event.altKey) void placeInstance(entities[0] as string, spot);
    else if (entities.length > 0) this.#options.move(entities, spot.parent, spot.before);
    else if (files.length > 0) for (const file of files) void (event.altKey ? placeFile : spawnFile)(file, spot.parent);
    else if (text !== '') void spawnText(text, spot.parent);
  };

  mark(): TemplateResult | typeof nothing {
    const spot = this.#spot;
    if (spot === null) return nothing;
    const height = this.#options.rowHeight();
    const left = `min(${22 + spot.depth * 16}px, 60%)`;
    return html`<div class="mark ${spot.how} ${spot.refused === '' ? '' : 'refused'}" role="none" data-why=${spot.refused || nothing} ${styled(
      spot.how === 'into' ? { top: `${spot.index * height}px`, height: `${height}px`, left: '2px' } : { top: `${spot.index * height}px`, left },
    )}></div>`;
  }

  #set(spot: Spot | null): void {
    if (sameJson(spot, this.#spot)) return;
    this.#spot = spot;
    this.#host.requestUpdate();
  }

  /** Unfolds the row that something is held over for a while. */
  #hover(spot: Spot | null): void {
    const row = spot?.how === 'into' && spot.refused === '' ? this.#host.window.row(spot.index) : undefined;
    const id = row !== undefined && row.children > 0 && !row.expanded ? row.id : undefined;
    if (this.#unfolds?.id === id) return;
    clearTimeout(this.#unfolds?.timer);
    this.#unfolds = id === undefined ? null : { id, timer: setTimeout(() => setExpanded([id], true), UNFOLD_AFTER) };
  }

  #spotAt(event: DragEvent): Spot | null {
    const spot = this.#placeAt(event);
    if (spot === null) return null;
    const locked = this.#options.locked();
    if (locked !== '') return { ...spot, refused: locked };
    const moved = new Set(draggedNow());
    if (moved.size > 0 && isWithin(spot.parent, moved))
      return { ...spot, refused: moved.has(spot.parent ?? '') && spot.how === 'into' ? 'not into itself' : 'not below itself' };
    return spot;
  }

  #placeAt(event: DragEvent): Spot | null {
    const element = event.composedPath().find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset['id'] !== undefined);
    const { window } = this.#host;
    const spot = (parent: string | null, before: string | null, index: number, depth: number, how: Spot['how']): Spot => ({
      parent,
      before,
      index,
      depth,
      how,
      refused: '',
    });
    if (element === undefined) return spot(this.#options.root(), null, window.total, 0, 'line');
    const index = window.indexOf(element.dataset['id'] ?? '');
    const row = window.row(index);
    if (row === undefined) return null;
    const box = element.getBoundingClientRect(),
      part = (event.clientY - box.top) / box.height;
    if (part < 0.28) return spot(row.parent, row.id, index, row.depth, 'line');
    if (part > 0.72 && !(row.expanded && row.children > 0)) {
      const after = this.#nextSibling(index, row);
      if (after !== undefined) return spot(row.parent, after, index + 1, row.depth, 'line');
    }
    // Below an unfolded row one lands in front of its first child.
    const first = part > 0.72 ? window.row(index + 1) : undefined;
    if (first !== undefined && first.parent === row.id) return spot(row.id, first.id, index + 1, first.depth, 'line');
    return spot(row.id, null, index, row.depth, 'into');
  }

  /** The sibling below a folded row: null where it is the last, undefined where that is not known. */
  #nextSibling(index: number, row: TreeRow): string | null | undefined {
    const next = this.#host.window.row(index + 1);
    if (next === undefined) return index + 1 >= this.#host.window.total ? null : undefined;
    return next.parent === row.parent ? next.id : null;
  }
}
