import type { DeskRules } from './access-desk.ts';
import { nearness, type Nearness } from './address.ts';

const GUARDED =
  'The address is link-local, a cloud metadata service, or reserved. A browser tab cannot allow it; worldwire join with --allow-host can, if it is meant.';
const WARNINGS: { readonly [N in Nearness]?: string } = {
  machine: 'This address lies on your own machine.',
  network: 'This address lies on your own network.',
  provider: 'This address lies on the network of your provider.',
};

/**
 * What holds in a browser tab before anybody is asked. A tab has no configuration, so there is no owner's list, and what only such a list
 * could allow cannot be allowed from a tab at all.
 */
export const tabRules: DeskRules = {
  allows: () => false,
  refuses: (_scheme, host) => (nearness(host) === 'guarded' ? GUARDED : null),
  entry: (host, port) => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`),
  warning(host) {
    const near = nearness(host);
    return near === undefined ? undefined : WARNINGS[near];
  },
};
