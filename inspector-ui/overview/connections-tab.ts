import { html } from 'lit';
import type { MiddleTab } from '../session/middle-tab.ts';
import { session } from '../session/session.ts';

declare module '../session/middle-tab.ts' {
  interface MiddleTabs {
    readonly connections: true;
  }
}

/** All connections of the world. */
export const connectionsTab: MiddleTab = {
  name: 'connections',
  label: 'Connections',
  load: () => import('./overview-pane.ts'),
  draw: () => html`<ww-overview-pane></ww-overview-pane>`,
  count: (tell) => {
    const say = (): void => {
      const { connections = {}, clients = 0, sockets = 0 } = session.status.value ?? {};
      tell(Object.values(connections).reduce((sum, count) => sum + count, clients + sockets));
    };
    say();
    return session.status.subscribe(say);
  },
  greets: () => true,
};
