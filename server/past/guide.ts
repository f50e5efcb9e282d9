import type { View } from '../../engine/index.ts';

/** How far a ghost has come on its way. */
export interface Progress {
  /** The tick that it was to come to, or the nearest that is kept; undefined while it is under way. */
  readonly reached?: number;
  /** The part of the way that is behind it, from 0 to 1. */
  readonly share: number;
  /** Whether it was restored, so that all of its views are gone. */
  readonly restored: boolean;
}

/** Views of which each shows what has gathered since somebody looks, by what they look at. */
export type Gathering = ReadonlyMap<string, View>;

/** Brings a ghost to ticks. */
export interface Guide {
  /** From what its past is kept: another guide is needed where that is no longer so. */
  readonly of: 'memory' | 'journal' | 'version';
  /** Whether all this has gathered since the ghost was restored. */
  isGathered(gathering: Gathering): boolean;
  /** Goes on towards a tick for some milliseconds. Rejects with WW_NOT_RECORDED where nothing is kept. */
  advance(tick: number, gathering: Gathering): Promise<Progress>;
}

/** Ticks of a world that can be shown, and from where: what its journal holds, or the last minutes in memory. */
export interface PastRange {
  readonly from: number;
  readonly to: number;
  readonly of: Exclude<Guide['of'], 'version'>;
}

/** Milliseconds of steps between two looks at whether another tick is wanted by now. */
export const SLICE = 40;
/** Milliseconds that going back further may take, so that what gathers with time (messages, states) has gathered, and how far at most. */
export const GATHER = 250,
  GATHERED_SECONDS = 60;
/** Numbers of views that only gather, above all that a page may choose. */
export const KEEPERS = 2 ** 31;
