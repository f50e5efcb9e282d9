/**
 * What turns the direction of writing, or is not seen though it stands there: controls, marks and turns of direction, what has no width, halves of
 * pairs. Joiners and variation selectors are none, since scripts and emoji need them; nor are tabs and ends of lines, which are seen as room.
 */
// oxlint-disable-next-line no-control-regex -- these are what is made visible
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\p{Cs}]/gu;

/** Words of others for a line that holds words of ours as well: what could turn that line around, or hide in it, is spelled out as `\u{202e}`. */
export function plainSigns(text: string): string {
  return text.replace(UNSEEN, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}
