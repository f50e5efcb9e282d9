import { tell } from '../controls/notices.ts';
import { layoutEdit, layoutInput, layoutPlaces, type LayoutInput } from '../graph-model/layout.ts';
import { arrange } from './arrange.ts';
import type { Drawing } from './drawing.ts';
import { isWithin } from './geometry.ts';

/** Lays out what is selected, or all of a graph where no two nodes are, and brings it into view; one step of undo. */
export async function tidyUp(drawing: Drawing): Promise<void> {
  const selected = [...drawing.selection.value];
  const boxes = Object.fromEntries(
    [...drawing.store.nodes.keys()].flatMap((id) => {
      const box = drawing.scene.boxOf(id);
      return box === undefined ? [] : [[id, { x: box.x, y: box.y, width: box.w, height: box.h }]];
    }),
  );
  const isPart = selected.length > 1;
  const input = layoutInput(drawing.known, boxes, isPart ? selected : undefined);
  try {
    const output = await arrange(input);
    const edit = layoutEdit(drawing.known, input, output, boxes);
    if (edit.patch.length > 0 && !(await drawing.make(edit))) return;
    const places = layoutPlaces(input, output, boxes);
    const lies = (id: string): readonly number[] => drawing.store.nodes.get(id)?.at ?? [];
    if (await drawing.shown(() => [...places].every(([id, [x, y]]) => lies(id)[0] === x && lies(id)[1] === y))) show(drawing, input, isPart);
  } catch (error) {
    tell(error instanceof Error ? error.message : 'The graph could not be laid out.', true);
  }
}

/** All of it is fitted in; a part only where it is not in sight, so that whoever works at it keeps their view. */
function show({ scene, lens }: Drawing, { nodes }: LayoutInput, isPart: boolean): void {
  if (!isPart) {
    lens?.fit();
    return;
  }
  const ids = nodes.map(({ id }) => id);
  const box = scene.boundsOf(ids);
  if (box !== undefined && lens !== undefined && !isWithin(box, lens.seen)) lens.fit(ids);
}
