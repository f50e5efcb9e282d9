import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';
import { watched } from '../session/watched.ts';

declare module '../session/middle-tab.ts' {
  interface MiddleTabs {
    readonly watch: true;
  }
}

/** Fields that somebody keeps an eye on. */
export const watchTab: MiddleTab = {
  name: 'watch',
  label: 'Watch',
  load: () => import('./watch-pane.ts'),
  draw: () => html`<ww-watch-pane></ww-watch-pane>`,
  count: (tell) => {
    const say = (): void => tell(watched.value.length);
    say();
    return watched.subscribe(say);
  },
};
