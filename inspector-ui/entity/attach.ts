import { detailsOf } from '../session/details.ts';
import { session } from '../session/session.ts';
import './attach-dialog.ts';
import type { AttachDialog } from './attach-dialog.ts';

/** Opens the dialog that attaches components to these entities. */
export async function attachTo(ids: readonly string[]): Promise<void> {
  if (ids.length === 0 || !session.mayEdit) return;
  const details = await detailsOf(ids);
  let dialog = document.querySelector<AttachDialog>('ww-attach-dialog');
  if (dialog === null) {
    dialog = document.createElement('ww-attach-dialog') as AttachDialog;
    document.body.append(dialog);
    await dialog.updateComplete;
  }
  dialog.open(ids, details);
}
