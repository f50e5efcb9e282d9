import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

/** How close things stand: compact for the mouse and many rows, roomy for fingers and large screens. */
export type Density = 'compact' | 'roomy';

/** Heights of rows in pixels, the same as `--row` in tokens.css: lists that place their rows themselves reckon with it. */
const ROWS: { readonly [density in Density]: number } = { compact: 24, roomy: 30 };

export const density = new Cell<Density>(recall('density') === 'roomy' ? 'roomy' : 'compact');
/** The height of a row of a list now. */
export const rowHeight = new Cell(ROWS[density.value]);

function apply(): void {
  document.documentElement.dataset['density'] = density.value;
  rowHeight.value = ROWS[density.value];
  remember('density', density.value);
}
density.subscribe(apply);
apply();
