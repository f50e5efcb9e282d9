import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { styled } from '../shell/styled.ts';
import type { TreeRow } from '../../server/protocol.ts';
import type { TreeWindow } from '../session/tree-window.ts';
import { spawnFile } from './actions.ts';

/** The kind under which a dragged entity travels; editors of references take it too. */
export const ENTITY_DRAG = 'application/x-worldwire-entity';

type Spot = { readonly parent: string | null; readonly before: string | null; readonly index: number; readonly depth: number; readonly how: 'line' | 'into' };

/** Where a dragged entity would land: in a row, or on the line between two. */
export class Landing {
  readonly #host: ReactiveControllerHost & HTMLElement & { readonly window: TreeWindow };
  readonly #options: { move: (entity: string, parent: string | null, before: string | null) => Promise<void>; locked: () => boolean };
  #spot: Spot | null = null;
  #dragged: string | null = null;

  constructor(
    host: ReactiveControllerHost & HTMLElement & { readonly window: TreeWindow },
    options: { move: (entity: string, parent: string | null, before: string | null) => Promise<void>; locked: () => boolean },
  ) {
    this.#host = host;
    this.#options = options;
  }

  start(event: DragEvent, row: TreeRow): void {
    this.#dragged = row.id;
    event.dataTransfer?.setData(ENTITY_DRAG, row.id);
    event.dataTransfer?.setData('text/plain', row.name);
    if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = 'copyMove';
  }

  readonly over = (event: DragEvent): void => {
    const types = event.dataTransfer?.types ?? [];
    if (this.#options.locked() || (!types.includes(ENTITY_DRAG) && !types.includes('Files'))) return;
    event.preventDefault();
    this.#set(this.#spotAt(event));
  };
  readonly leave = (event: DragEvent): void => {
    if (!(event.currentTarget as Element).contains(event.relatedTarget as Node | null)) this.#set(null);
  };
  readonly end = (): void => {
    this.#dragged = null;
    this.#set(null);
  };
  readonly drop = (event: DragEvent): void => {
    const spot = this.#spot,
      entity = event.dataTransfer?.getData(ENTITY_DRAG),
      file = event.dataTransfer?.files[0];
    this.end();
    if (spot === null) return;
    event.preventDefault();
    if (file !== undefined) void spawnFile(file, spot.parent);
    else if (entity !== undefined && entity !== '' && entity !== spot.before) void this.#options.move(entity, spot.parent, spot.before);
  };

  mark(rowHeight: number): TemplateResult | typeof nothing {
    const spot = this.#spot;
    if (spot === null) return nothing;
    const indent = `${22 + spot.depth * 16}px`;
    return html`<div class="mark ${spot.how}" role="none" ${styled(
      spot.how === 'into'
        ? { top: `${spot.index * rowHeight}px`, height: `${rowHeight}px`, left: '2px' }
        : { top: `${spot.index * rowHeight}px`, left: indent },
    )}></div>`;
  }

  #set(spot: Spot | null): void {
    if (JSON.stringify(spot) === JSON.stringify(this.#spot)) return;
    this.#spot = spot;
    this.#host.requestUpdate();
  }

  #spotAt(event: DragEvent): Spot | null {
    const element = event.composedPath().find((node): node is HTMLElement => node instanceof HTMLElement && node.dataset['id'] !== undefined);
    const { window } = this.#host;
    if (element === undefined) return { parent: null, before: null, index: window.total, depth: 0, how: 'line' };
    const index = window.indexOf(element.dataset['id'] ?? '');
    const row = window.row(index);
    if (row === undefined || row.id === this.#dragged) return null;
    const box = element.getBoundingClientRect(),
      part = (event.clientY - box.top) / box.height;
    if (part < 0.28) return { parent: row.parent, before: row.id, index, depth: row.depth, how: 'line' };
    if (part > 0.72 && !row.expanded) {
      const after = this.#nextSibling(index, row);
      if (after !== undefined) return { parent: row.parent, before: after, index: index + 1, depth: row.depth, how: 'line' };
    }
    return { parent: row.id, before: null, index, depth: row.depth, how: 'into' };
  }

  /** The sibling below a folded row: null where it is the last, undefined where that is not known. */
  #nextSibling(index: number, row: TreeRow): string | null | undefined {
    const next = this.#host.window.row(index + 1);
    if (next === undefined) return index + 1 >= this.#host.window.total ? null : undefined;
    return next.parent === row.parent ? next.id : null;
  }
}
