/** By how much a colour is brighter than the brightest that a screen shows; 1 where it is not. */
export function brightnessOf([r = 0, g = 0, b = 0]: readonly number[]): number {
  return Math.max(1, r, g, b);
}

/** A colour as `#rrggbb`, or `#rrggbbaa` where it is not opaque; of a brighter one its hue at full brightness. */
export function toHex(color: readonly number[]): string {
  const bright = brightnessOf(color),
    [r = 0, g = 0, b = 0, a = 1] = color;
  const parts = [r / bright, g / bright, b / bright, ...(a >= 1 ? [] : [a])];
  return `#${parts
    .map((part) =>
      Math.round(Math.min(1, Math.max(0, part)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Red, green, blue and, where it is given, alpha of `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`, with the sign or without; null where it is none. */
export function fromHex(text: string): number[] | null {
  const digits = /^\s*#?([0-9a-f]+)\s*$/i.exec(text)?.[1];
  if (digits === undefined || ![3, 4, 6, 8].includes(digits.length)) return null;
  const width = digits.length < 6 ? 1 : 2;
  return Array.from({ length: digits.length / width }, (_, i) => {
    const part = digits.slice(i * width, (i + 1) * width);
    return Math.round((parseInt(width === 1 ? part + part : part, 16) / 255) * 1e4) / 1e4;
  });
}
