import { CHAIN_PLAYS } from './chains.ts';
import { CHANCE_PLAYS } from './chances.ts';
import { DYNAMIC_PLAYS } from './dynamic.ts';
import { SLOT_PLAYS } from './slots.ts';
import { FIRING_PLAYS } from './firing.ts';
import { NETWORK_PLAYS } from './network.ts';
import type { Play } from './stage.ts';
import { TRANSFORM_PLAYS } from './transforms.ts';
import { VARIABLE_PLAYS } from './variables.ts';

/** The plays of all nodes that are of a world, by family. */
export const PLAYS: Readonly<Record<string, Readonly<Record<string, Play>>>> = {
  chains: CHAIN_PLAYS,
  chances: CHANCE_PLAYS,
  dynamic: DYNAMIC_PLAYS,
  firing: FIRING_PLAYS,
  network: NETWORK_PLAYS,
  slots: SLOT_PLAYS,
  transforms: TRANSFORM_PLAYS,
  variables: VARIABLE_PLAYS,
};
