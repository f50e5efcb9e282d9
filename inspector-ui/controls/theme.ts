import { Cell } from '../cells/cell.ts';
import { recall, remember } from '../cells/memory.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Motion = 'system' | 'less';

const kept = recall('theme');
/** Light or dark, by the system's wish or by hand. */
export const theme = new Cell<Theme>(kept === 'light' || kept === 'dark' ? kept : 'system');
/** Whether things may move by themselves: as the system says, or less by hand. */
export const motion = new Cell<Motion>(recall('motion') === 'less' ? 'less' : 'system');

/** Sets an attribute of the page's root, which tokens.css goes by; the system's wish needs none. */
function mark(name: 'theme' | 'motion', value: Theme | Motion): void {
  if (value === 'system') delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
  remember(name, value);
}

theme.subscribe(() => mark('theme', theme.value));
motion.subscribe(() => mark('motion', motion.value));
mark('theme', theme.value);
mark('motion', motion.value);

// The build writes light-dark() out for browsers that do not know it; where it is left as it is, a property that is registered as a
// colour is computed to the one that holds, which is what scripts ask for.
for (const sheet of document.styleSheets)
  for (const rule of sheet.cssRules)
    for (const name of rule instanceof CSSStyleRule ? rule.style : [])
      if (name.startsWith('--') && (rule as CSSStyleRule).style.getPropertyValue(name).trim().startsWith('light-dark('))
        CSS.registerProperty({ name, syntax: '<color>', inherits: true, initialValue: 'gray' });
