import type { Config } from './config.ts';

/**
 * The configuration that a command line names, else an empty one. Only a command that names one loads what reads it. Rejects with
 * WW_CONFIG_INVALID.
 */
export async function configOf({ config }: { readonly config?: string }): Promise<Config> {
  if (config === undefined) return {};
  const { readConfig } = await import('./config.ts');
  return readConfig(config);
}

/** The plugins of a command line: those of its configuration, and those that it names itself. */
export async function pluginsOf(flags: { readonly config?: string; readonly plugin?: readonly string[] }): Promise<string[]> {
  const { plugins = [] } = await configOf(flags);
  return [...plugins, ...(flags.plugin ?? [])];
}
