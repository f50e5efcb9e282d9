/** The numbers of a list as people write them: `1, 2, 3`, `[1 2 3]`, `(1; 2; 3)`, `{"x": 1, "y": 2}`; null where it is none of two or more. */
export function numbersIn(text: string): number[] | null {
  const inner = text
    .trim()
    .replace(/^[[({]|[\])}]$/g, '')
    .replace(/["']?[a-zA-Z]+["']?\s*[:=]/g, ' ');
  const parts = inner.split(/[\s,;]+/).filter((part) => part !== '');
  const numbers = parts.map((part) => Number(part.replace('−', '-')));
  return numbers.length < 2 || numbers.some((number) => !Number.isFinite(number)) ? null : numbers;
}
