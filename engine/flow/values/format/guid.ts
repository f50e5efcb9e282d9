/* GUIDs: texts of 32 hexadecimal digits, in small letters and in groups. */

export const NO_GUID = '00000000-0000-0000-0000-000000000000';

const FORMS = [
  /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i,
  /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i,
  /^\{([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}$/i,
  /^\(([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\)$/i,
];

/** A text as a GUID: with hyphens or without, in braces or parentheses too; undefined where it is none. */
export function guidOf(text: string): string | undefined {
  if (text.length > 100) return undefined;
  const trimmed = text.trim();
  for (const form of FORMS) {
    const found = form.exec(trimmed);
    if (found !== null) return found.slice(1).join('-').toLowerCase();
  }
  return undefined;
}

/** A GUID by a format: `D` with hyphens, `N` without, `B` in braces, `P` in parentheses; empty is `D`. Undefined where it is none. */
export function formatGuid(guid: string, format: string): string | undefined {
  switch (format.toUpperCase()) {
    case '':
    case 'D':
      return guid;
    case 'N':
      return guid.replaceAll('-', '');
    case 'B':
      return `{${guid}}`;
    case 'P':
      return `(${guid})`;
    default:
      return undefined;
  }
}
