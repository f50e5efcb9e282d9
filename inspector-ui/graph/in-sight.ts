import type { Drawing } from './drawing.ts';
import { meets, type Box } from './geometry.ts';
import { FAR } from './wire-canvas.ts';

/** How far beyond what is seen nodes are elements already, as a part of it. */
const AROUND = 0.35;
/** From far away so many that are selected are elements at most. */
const MOST_SELECTED = 40;

/** Which nodes are elements: those in sight and around it; from far away none but those that are selected. */
export class InSight {
  readonly #drawing: Drawing;
  /** What was in sight and around it as that was decided last; undefined where it was seen from far away. */
  #culled: Box | undefined;
  #isFar = false;

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  /** Whether the same nodes are elements, now that this much is seen from so near. */
  holds(seen: Box, k: number): boolean {
    const isFar = k < FAR;
    return isFar === this.#isFar && (isFar || (this.#culled !== undefined && isInside(this.#culled, seen)));
  }

  /** Decides anew. @param also a node that is an element in any case */
  decide(seen: Box, k: number, also: string | undefined): readonly string[] {
    const { scene, selection, cursor } = this.#drawing;
    const isFar = k < FAR;
    const wide = { x: seen.x - seen.w * AROUND, y: seen.y - seen.h * AROUND, w: seen.w * (1 + 2 * AROUND), h: seen.h * (1 + 2 * AROUND) };
    this.#isFar = isFar;
    this.#culled = isFar ? undefined : wide;
    const kept = new Set([...(also === undefined ? [] : [also]), ...(cursor.value === null ? [] : [cursor.value.node])]);
    const next: string[] = [];
    for (const [id, shape] of scene.shapes) {
      if (shape.kind === 'frame' || shape.kind === 'comment') continue;
      const isNear = isFar ? selection.value.has(id) && selection.value.size < MOST_SELECTED : meets({ ...scene.at(id), w: shape.w, h: shape.h }, wide);
      if (kept.has(id) || isNear) next.push(id);
    }
    return next;
  }
}

function isInside(outer: Box, inner: Box): boolean {
  return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w && inner.y + inner.h <= outer.y + outer.h;
}
