import { tell } from '../controls/notices.ts';
import { layoutEdit, layoutInput } from '../graph-model/layout.ts';
import { arrange } from './arrange.ts';
import type { Drawing } from './drawing.ts';

/** Lays out what is selected, or all of a graph where no two nodes are; one step of undo. */
export async function tidyUp(drawing: Drawing): Promise<void> {
  const selected = [...drawing.selection.value];
  const boxes = Object.fromEntries(
    [...drawing.store.nodes.keys()].flatMap((id) => {
      const box = drawing.scene.boxOf(id);
      return box === undefined ? [] : [[id, { x: box.x, y: box.y, width: box.w, height: box.h }]];
    }),
  );
  const input = layoutInput(drawing.known, boxes, selected.length > 1 ? selected : undefined);
  try {
    const output = await arrange(input);
    await drawing.make(layoutEdit(drawing.known, input, output, boxes));
  } catch (error) {
    tell(error instanceof Error ? error.message : 'The graph could not be laid out.', true);
  }
}
