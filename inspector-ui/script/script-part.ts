import { html } from 'lit';
import type { ComponentPart } from '../entity/component-parts.ts';
import './script-source.ts';

/** A script's program has an editor of its own. */
export const scriptPart: ComponentPart = {
  type: 'Script',
  editors: {
    Source: ({ value, locked }, { entity, component, values, keys }, by) =>
      html`<ww-script-source .entity=${entity} .component=${component} .value=${typeof value === 'string' ? value : ''} .values=${values} .keys=${keys}
        .locked=${locked} .by=${by}></ww-script-source>`,
  },
};
