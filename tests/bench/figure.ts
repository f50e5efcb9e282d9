/** One figure of `npm run bench`: ours beside its baseline, and what their ratio must be. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly baseline: number;
  readonly unit: string;
  readonly target: number;
  /** Whether the ratio may be at most or must be at least the target. */
  readonly bound: 'at most' | 'at least';
  /** What the baseline is, in words. */
  readonly against: string;
  /** The figure as such where it is no ratio of two: a count of late ticks. */
  readonly ratio?: number;
  /** What else is worth knowing of it, in words. */
  readonly beside?: string;
}

/** What may be wished of a run. */
export interface Wishes {
  /** How long the page's memory is watched. */
  readonly minutes: number;
  /** Whether scenes of a million entities are measured as well. */
  readonly million: boolean;
}

/** A case measures one thing and gives its figures. */
export interface Case {
  readonly name: string;
  readonly measure: (wishes: Wishes) => Promise<readonly Figure[]>;
}

export function ratioOf(figure: Figure): number {
  return figure.ratio ?? figure.ours / figure.baseline;
}

export function holds(figure: Figure): boolean {
  const ratio = ratioOf(figure);
  return figure.bound === 'at most' ? ratio <= figure.target : ratio >= figure.target;
}

export function line(figure: Figure): string {
  const ratio = ratioOf(figure);
  const sign = figure.bound === 'at most' ? '≤' : '≥';
  return [
    holds(figure) ? 'holds ' : 'MISSED',
    figure.name.padEnd(44),
    ratio.toFixed(2).padStart(7),
    `${sign} ${figure.target}`.padEnd(8),
    `${amount(figure.ours)} ${figure.unit} against ${amount(figure.baseline)} (${figure.against})${figure.beside === undefined ? '' : `; ${figure.beside}`}`,
  ].join('  ');
}

export function amount(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
