import { deepActive } from '../controls/focus.ts';
import { CodeBox } from '../editors/code-box.ts';

/** Whether something has been typed where the cursor is, and is not sent. */
export function typesNow(): boolean {
  const active = deepActive();
  if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement)
    return !active.hasAttribute('data-clean') && !['checkbox', 'color'].includes(active.type);
  const root = active?.getRootNode();
  return root instanceof ShadowRoot && root.host instanceof CodeBox && !root.host.clean;
}
