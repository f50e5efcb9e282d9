import type { MenuItem, MenuItems } from '../controls/menu.ts';
import { partnersOf, signalOf, usersOf, variableOf } from '../graph-model/finding.ts';
import { COMMENT, FRAME } from '../graph-model/graph.ts';
import type { Drawing, PortAt } from './drawing.ts';
import type { Point } from './geometry.ts';
import type { KeysOf } from './graph-keys.ts';

/** Related nodes that a menu names. */
const MOST_RELATIVES = 8;

/** What the menus do besides what keys do. */
export interface MenusOf extends KeysOf {
  swap(id: string, at: Point): void;
  condition(id: string): void;
  /** Offers what a generic node may be for. */
  types(id: string): void;
  setOff(id: string, port: string): void;
  pin(port: PortAt): void;
  whyNot(id: string): void;
  /** Whether one can look at what runs and set breakpoints. */
  readonly canDebug: boolean;
  hasStop(id: string): boolean;
}

function edits({ drawing }: { readonly drawing: Drawing }, items: MenuItems): MenuItems {
  return drawing.locked.value ? items.filter((each): each is MenuItem => each !== null).map((each) => ({ ...each, disabled: true })) : items;
}

/** Of a place where nothing is. */
export function groundMenu(of: MenusOf, at: Point): MenuItems {
  return [
    ...edits(of, [
      { label: 'Add a node…', hint: 'Space', run: () => of.search(at) },
      { label: 'Add a comment…', hint: 'C', run: () => of.comment(at) },
      { label: 'Paste', hint: 'Ctrl-V', run: () => void of.editing.paste(at) },
    ]),
    null,
    { label: 'Select all', hint: 'Ctrl-A', run: () => of.drawing.select(of.drawing.store.nodes.keys()) },
    { label: 'Find…', hint: 'Ctrl-F', run: () => of.find() },
    { label: 'Fit all', hint: 'Home', run: () => of.fit(false) },
    ...edits(of, [{ label: 'Tidy up', hint: 'L', run: () => of.tidy() }]),
    { label: 'As text', hint: 'T', run: () => of.text() },
  ];
}

/** Of a wire. */
export function wireMenu(of: MenusOf, key: string, at: Point): MenuItems {
  const { editing, drawing } = of;
  const wire = drawing.scene.wires.get(key)?.wire;
  if (wire === undefined) return [];
  return [
    ...edits(of, [
      { label: 'Put a node into it…', run: () => of.search(at) },
      { label: 'Put a relay into it', disabled: wire.kind === 'node', run: () => void editing.relay(key, at) },
      { label: 'Remove the wire', hint: 'Del', danger: true, run: () => void editing.remove() },
    ]),
    null,
    { label: `Go to ${wire.from.node}`, run: () => goTo(drawing, wire.from.node) },
    { label: `Go to ${wire.to.node}`, run: () => goTo(drawing, wire.to.node) },
  ];
}

/** Of a port. */
export function portMenu(of: MenusOf, port: PortAt): MenuItems {
  const { editing } = of;
  const isImpulse = port.key.startsWith('to:'),
    isData = port.key.startsWith('in:') || port.key.startsWith('out:'),
    isGiven = port.key.startsWith('in:') || port.key.startsWith('refs:');
  return [
    ...(isImpulse ? [{ label: 'Set it off by hand', disabled: of.drawing.locked.value, run: () => of.setOff(port.node, port.key.slice(3)) }] : []),
    ...(isData ? [{ label: 'Keep its value in view', run: () => of.pin(port) }] : []),
    ...edits(of, [
      ...(isGiven ? [{ label: 'Clear what it is given', run: () => void editing.ungive(port) }] : []),
      { label: 'Take its wires off', run: () => void editing.clear(port) },
    ]),
  ];
}

/** Whoever hears or sends the same impulse, and whoever reads or writes the same variable; in other graphs they are found by their words. */
function relatives({ drawing, find }: MenusOf, id: string): MenuItems {
  const { known } = drawing;
  const signal = signalOf(known, id),
    variable = variableOf(known, id);
  const ids = signal === undefined ? (variable === undefined ? [] : usersOf(known, variable).filter((other) => other !== id)) : partnersOf(known, signal);
  const what = signal === undefined ? 'uses the same variable' : signal.does === 'sends' ? 'hears it' : 'sends it';
  const words = signal?.tag ?? (variable !== undefined && 'path' in variable ? variable.path : undefined);
  return [
    ...ids.slice(0, MOST_RELATIVES).map((other) => ({ label: `Go to ${other}`, hint: what, run: () => goTo(drawing, other) })),
    ...(words === undefined || words === '' ? [] : [{ label: `Find “${words}” in all graphs`, run: () => find(words) }]),
  ];
}

/** Of the nodes that are selected. */
export function nodeMenu(of: MenusOf, id: string, at: Point): MenuItems {
  const { drawing, editing } = of;
  const several = drawing.selection.value.size > 1;
  const data = drawing.store.nodes.get(id);
  const isFrame = data?.type === FRAME,
    isPlain = !isFrame && data?.type !== COMMENT;
  const generic = data === undefined ? undefined : drawing.catalogue.of(data)?.generic;
  return [
    ...edits(of, [
      { label: isFrame ? 'Rename…' : 'Title…', hint: 'F2', disabled: several, run: () => of.title(id) },
      ...(isFrame
        ? [
            {
              label: data.closed === true ? 'Open the subgraph' : 'Close to one card',
              run: () => void editing.look(id, { closed: data.closed === true ? undefined : true }),
            },
            { label: 'Dissolve the frame', run: () => void editing.dissolve(id) },
          ]
        : []),
      { label: 'Duplicate', hint: 'Ctrl-D', run: () => void editing.duplicate(false) },
      { label: 'Duplicate with its wires', hint: 'Ctrl-Shift-D', run: () => void editing.duplicate(true) },
      ...(isPlain && !several
        ? [
            { label: 'Swap for another…', run: () => of.swap(id, at) },
            ...(generic === undefined ? [] : [{ label: 'Change its type…', run: () => of.types(id) }]),
          ]
        : []),
      ...(isPlain ? [{ label: 'Detach', hint: 'X', about: 'Takes its wires off, and joins what went through it', run: () => void editing.detach() }] : []),
    ]),
    { label: 'Copy', hint: 'Ctrl-C', run: () => void editing.copy() },
    ...edits(of, [
      { label: 'Cut', hint: 'Ctrl-X', run: () => void editing.cut() },
      null,
      { label: 'Frame', hint: 'Ctrl-G', run: () => void editing.frame() },
      { label: 'Extract a subgraph', hint: 'Ctrl-Shift-G', run: () => void editing.frame(true) },
      ...(several
        ? [
            { label: 'Align left', run: () => void editing.align('left') },
            { label: 'Align tops', run: () => void editing.align('top') },
            { label: 'Distribute across', run: () => void editing.distribute('across') },
            { label: 'Distribute down', run: () => void editing.distribute('down') },
          ]
        : []),
    ]),
    ...(isPlain && !several
      ? [
          null,
          { label: of.hasStop(id) ? 'Remove the breakpoint' : 'Breakpoint', hint: 'B', disabled: !of.canDebug, run: () => of.stop(id) },
          { label: 'Breakpoint with a condition…', disabled: !of.canDebug, run: () => of.condition(id) },
          { label: 'Why did this not run?', run: () => of.whyNot(id) },
          ...relatives(of, id),
        ]
      : []),
    null,
    ...edits(of, [{ label: 'Remove', hint: 'Del', danger: true, run: () => void editing.remove() }]),
  ];
}

function goTo(drawing: Drawing, id: string): void {
  drawing.select([id]);
  drawing.lens?.reveal(id);
}
