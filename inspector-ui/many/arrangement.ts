/** How copies stand: all where the original does, or around it. */
export const ARRANGEMENTS = [
  ['keep', 'Where the original is'],
  ['line', 'In a line'],
  ['grid', 'In a grid'],
  ['circle', 'In a circle'],
] as const;
export type ArrangementName = (typeof ARRANGEMENTS)[number][0];
export const AXES = ['x', 'y', 'z'] as const;
export type Axis = (typeof AXES)[number];

export interface Arrangement {
  readonly is: ArrangementName;
  /** From one to the next; of a circle its radius. */
  readonly spacing: number;
  /** Of a line: where it leads. */
  readonly axis: Axis;
  /** Of a grid: how many stand side by side. */
  readonly columns: number;
}

/** How it would be for so many, where nobody has said. */
export function usualArrangement(is: ArrangementName, count: number, spacing: number): Arrangement {
  const around = Math.max(spacing, (count * spacing) / (2 * Math.PI));
  return { is, spacing: is === 'circle' ? tidy(around) : spacing, axis: 'x', columns: Math.ceil(Math.sqrt(count + 1)) };
}

/** Where one of the copies stands, 0 for the first. In a line and a grid the original has the first place; a circle is around it. */
export function placeOf({ is, spacing, axis, columns }: Arrangement, origin: readonly number[], index: number, count: number): number[] {
  const [x = 0, y = 0, z = 0] = origin;
  const step = index + 1;
  switch (is) {
    case 'keep':
      return [x, y, z];
    case 'line':
      return [x, y, z].map((value, at) => (AXES[at] === axis ? tidy(value + step * spacing) : value));
    case 'grid':
      return [tidy(x + (step % columns) * spacing), y, tidy(z + Math.floor(step / columns) * spacing)];
    case 'circle': {
      const angle = (2 * Math.PI * index) / count;
      return [tidy(x + spacing * Math.cos(angle)), y, tidy(z + spacing * Math.sin(angle))];
    }
  }
}

/** Four decimals are enough to stand somewhere, and can be read. */
function tidy(value: number): number {
  return Number(value.toFixed(4)) + 0;
}
