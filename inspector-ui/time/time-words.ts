import { grouped } from '../controls/words.ts';

/** 12.34 as "12.3 s", 192 as "3 min 12 s". */
export function span(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)}\u202fs`;
  const whole = Math.round(seconds);
  if (whole >= 172_800) return `${Math.floor(whole / 86_400)}\u202fd ${Math.floor((whole % 86_400) / 3600)}\u202fh`;
  if (whole >= 3600) return `${Math.floor(whole / 3600)}\u202fh ${Math.floor((whole % 3600) / 60)}\u202fmin`;
  return `${Math.floor(whole / 60)}\u202fmin${whole % 60 === 0 ? '' : ` ${whole % 60}\u202fs`}`;
}

/** How long ago: in tenths of a second while that is short. */
export function ago(seconds: number): string {
  return `${span(seconds)} ago`;
}

export function tickWords(tick: number): string {
  return `tick ${grouped(tick)}`;
}

/** Bytes as people say them. */
export function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))}\u202fkB` : `${(bytes / 1e6).toFixed(1)}\u202fMB`;
}
