import type { PortAt } from './drawing.ts';
import { GraphNode } from './graph-node.ts';

/** Whether a finger takes hold of something there: a node, or the head or corner of a frame. */
export function isHold(event: Event): boolean {
  return event
    .composedPath()
    .some((each) => each instanceof GraphNode || (each instanceof Element && each.matches('[data-head], [data-corner], [data-editing]')));
}

/** The port that the pointer is over; null where it is over none, or over what is written at one or has a tip of its own. */
export function portOver(event: Event): PortAt | null {
  const path = event.composedPath().filter((each): each is HTMLElement => each instanceof HTMLElement);
  if (path.some((each) => each.hasAttribute('data-editing') || each.hasAttribute('data-tells'))) return null;
  const key = path.find((each) => each.dataset['port'] !== undefined)?.dataset['port'],
    node = path.find((each) => each.dataset['node'] !== undefined)?.dataset['node'];
  return key === undefined || node === undefined ? null : { node, key };
}
