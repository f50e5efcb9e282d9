import { OWN_PACKAGE } from './own-package.ts';

/** Version of this package. */
export const VERSION = OWN_PACKAGE.version;
