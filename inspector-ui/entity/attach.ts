import { detailsOf } from '../session/details.ts';
import { session } from '../session/session.ts';
import { openDialog } from '../controls/dialog.ts';
import './attach-dialog.ts';
import type { AttachDialog } from './attach-dialog.ts';

/** Opens the dialog that attaches components to these entities. */
export async function attachTo(entities: readonly string[]): Promise<void> {
  if (entities.length === 0 || !session.mayEdit) return;
  openDialog<AttachDialog>('ww-attach-dialog', { entities, details: await detailsOf(entities) });
}
