/** Units that measure the same, each by how many of the first it is. */
const FAMILIES: readonly { readonly [unit: string]: number }[] = [
  { s: 1, sec: 1, ms: 1e-3, µs: 1e-6, us: 1e-6, min: 60, h: 3600, d: 86_400 },
  { m: 1, km: 1e3, cm: 1e-2, mm: 1e-3, in: 0.0254, ft: 0.3048 },
  { '°': 1, deg: 1, rad: 180 / Math.PI, turn: 360, turns: 360 },
  { bytes: 1, byte: 1, B: 1, kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
  { Hz: 1, kHz: 1e3, MHz: 1e6 },
  { '%': 1 },
];

/** By how much a number in one unit is to be multiplied to be one in another; undefined where the two do not measure the same. */
export function factorOf(from: string, to: string): number | undefined {
  if (from === to) return 1;
  const [fromUnit = '', fromPer] = from.split('/'),
    [toUnit = '', toPer] = to.split('/');
  // A speed may be typed with its time, and without.
  if (fromPer !== undefined && toPer !== undefined) {
    const per = factorOf(fromPer, toPer),
      unit = factorOf(fromUnit, toUnit);
    return per === undefined || unit === undefined ? undefined : unit / per;
  }
  if (fromPer !== undefined) return undefined;
  for (const family of FAMILIES) {
    const a = Object.hasOwn(family, fromUnit) ? family[fromUnit] : undefined,
      b = Object.hasOwn(family, toUnit) ? family[toUnit] : undefined;
    if (a !== undefined && b !== undefined) return a / b;
  }
  return undefined;
}
