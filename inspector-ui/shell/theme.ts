import { Cell } from '../session/cell.ts';
import { recall, remember } from '../session/memory.ts';

export type Theme = 'system' | 'light' | 'dark';

const kept = recall('theme');
/** Light or dark, by the system's wish or by hand. */
export const theme = new Cell<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');

function apply(): void {
  if (theme.value === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme.value;
  remember('theme', theme.value);
}

theme.subscribe(apply);
apply();
