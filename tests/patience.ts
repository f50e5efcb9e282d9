/**
 * Milliseconds that a test waits for what is to come. It is a bound and no measure: many times what it takes on a machine that others keep busy, and
 * what comes is waited for no longer than it takes.
 */
export const PATIENCE = 120_000;
