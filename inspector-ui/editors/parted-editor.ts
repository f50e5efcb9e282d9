import type { PropertyValues } from 'lit';
import { Editor, type EditorFault } from './editor.ts';
import { WrongParts } from './wrong-parts.ts';

/** An editor of several boxes for one value: what is wrong with one of them is told of that one alone. */
export abstract class PartedEditor extends Editor<readonly number[]> {
  protected readonly wrong = new WrongParts(this);

  override taken(): EditorFault {
    return this.wrong.taken();
  }
  override willUpdate(changed: PropertyValues): void {
    if (changed.has('invalid') && !this.invalid) this.wrong.forget();
  }

  /** Tells for the whole what a box tells of its part. */
  protected partFault(part: number, event: CustomEvent<EditorFault>): void {
    event.stopPropagation();
    const standing = this.wrong.typed(part, event.detail);
    // Given up: the other boxes show the world's value again, and what stands in them wrongly is told anew.
    if (event.detail === null) this.fault(null);
    if (standing !== null) this.fault(standing);
  }
}
