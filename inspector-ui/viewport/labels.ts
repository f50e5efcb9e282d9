import type { PoseEntity } from '../../server/protocol.ts';
import { toHex } from '../editors/color-hex.ts';
import { wordOf } from '../controls/states.ts';
import type { Options } from './options.ts';
import type { Places } from './places.ts';
import type { Spot, Stage } from './stage.ts';

/** At most so many names; none for what looks smaller than this, in pixels, unless it is selected or pointed at. */
const MOST = 60,
  LEAST_SIZE = 7;
const HEIGHT = 17,
  LONGEST = 190;

interface Candidate extends Spot {
  readonly index: number;
  readonly rank: number;
}

/** Names over the picture, with what their colours say: of what is selected, pointed at, and near, as far as they do not lie over each other. */
export class Labels {
  readonly #host: HTMLElement;
  readonly #pool: HTMLElement[] = [];
  readonly #widths = new Map<string, number>();
  readonly #measure = document.createElement('canvas').getContext('2d');
  #before = new Set<number>();

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** @param options of which `labels` says whether what is near has its name, and `colour` what is said beside it */
  draw(stage: Stage, places: Places, selected: ReadonlySet<number>, pointed: number, { labels: near, colour }: Options): void {
    const chosen = this.#choose(stage, places, selected, pointed, near);
    const boxes: { left: number; top: number; right: number }[] = [];
    const shown = new Set<number>();
    for (const { index, rank, x, y, size } of chosen) {
      if (shown.size >= MOST) break;
      const entity = places.entities[index];
      const name = entity?.name ?? '',
        said = entity === undefined ? '' : saidOf(entity, colour);
      const half = this.#widthOf(name + said) / 2;
      const top = Math.round(y - size * 0.72 - HEIGHT - 3);
      const box = { left: x - half, top, right: x + half };
      // What was asked for by name is shown even where it lies over another.
      if (rank > 1 && boxes.some((other) => other.left < box.right && other.right > box.left && Math.abs(other.top - top) < HEIGHT)) continue;
      boxes.push(box);
      const label = (this.#pool[shown.size] ??= this.#make());
      shown.add(index);
      if (label.textContent !== name) label.textContent = name;
      if (label.dataset['said'] !== said) label.dataset['said'] = said;
      label.className = rank === 0 ? 'label selected' : rank === 1 ? 'label pointed' : 'label';
      label.style.transform = `translate(${Math.round(x - half)}px, ${top}px)`;
      label.hidden = false;
    }
    for (const label of this.#pool.slice(shown.size)) label.hidden = true;
    this.#before = shown;
  }

  #choose(stage: Stage, places: Places, selected: ReadonlySet<number>, pointed: number, near: boolean): readonly Candidate[] {
    const out: Candidate[] = [];
    const spot: Spot = { x: 0, y: 0, size: 0 };
    const add = (index: number, rank: number): void => {
      if (stage.project(index, spot)) out.push({ index, rank, ...spot });
    };
    for (const index of [...selected].slice(0, MOST)) add(index, 0);
    if (pointed >= 0 && !selected.has(pointed)) add(pointed, 1);
    if (near) {
      const others: Candidate[] = [];
      for (let i = 0; i < places.count; i++) {
        if (i === pointed || selected.has(i) || !stage.project(i, spot) || spot.size < LEAST_SIZE) continue;
        // What has its name shown keeps it against what is hardly nearer.
        others.push({ index: i, rank: 2, ...spot, size: spot.size * (this.#before.has(i) ? 1.15 : 1) });
      }
      others.sort((a, b) => b.size - a.size);
      for (const each of others.slice(0, MOST * 3)) out.push(this.#before.has(each.index) ? { ...each, size: each.size / 1.15 } : each);
    }
    return out;
  }

  #widthOf(name: string): number {
    let width = this.#widths.get(name);
    if (width === undefined) {
      if (this.#widths.size > 20_000) this.#widths.clear();
      if (this.#measure !== null) this.#measure.font = getComputedStyle(this.#host).font;
      width = Math.min(LONGEST, (this.#measure?.measureText(name).width ?? name.length * 7) + 10);
      this.#widths.set(name, width);
    }
    return width;
  }

  #make(): HTMLElement {
    const label = document.createElement('span');
    this.#host.append(label);
    return label;
  }
}

/** The state of its connection, or its value, in few letters. */
function saidOf({ state, color }: PoseEntity, by: Options['colour']): string {
  if (by === 'state' && state !== undefined) return ` · ${wordOf(state).toLowerCase()}`;
  return by === 'value' && color !== undefined ? ` · ${toHex(color)}` : '';
}
