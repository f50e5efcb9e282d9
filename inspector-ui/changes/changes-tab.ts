import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';
import { session } from '../session/session.ts';

declare module '../session/middle-tab.ts' {
  interface MiddleTabs {
    readonly changes: true;
  }
}

/** What differs from what was loaded. */
export const changesTab: MiddleTab = {
  name: 'changes',
  label: 'Changes',
  load: () => import('./changes-pane.ts'),
  draw: () => html`<ww-changes-pane></ww-changes-pane>`,
  count: (tell) => {
    // Only how many there are: the list itself is asked for by the pane.
    const view = session.watch({ kind: 'changes', limit: 1 }, (update) => {
      if (update.kind === 'changes') tell(update.total);
    });
    const end = session.entered.subscribe(() => tell(0));
    return () => {
      view.close();
      end();
    };
  },
};
