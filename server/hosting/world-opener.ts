import type { Json, Registry } from '../../engine/index.ts';
import type { FolderFile } from './folder-files.ts';
import type { HostedWorld } from './hosted-world.ts';

/**
 * What to open: a scene file of the worlds folder, a scene itself, or the text of one. What is no file yet is written as the new one that `file` names, in the
 * worlds folder, where it names one.
 */
export type OpenRequest = { readonly name?: string; readonly paused?: boolean } & (
  | { readonly path: string }
  | { readonly scene: Json; readonly file?: string }
  | { readonly text: string; readonly file?: string }
);

/** Opens worlds while the server runs. */
export interface WorldOpener {
  readonly registry: Registry;
  /** `still` throws where whoever asks may not do so any more; it is asked before a file is written, and before the world runs. */
  open(request: OpenRequest, still?: () => void): Promise<HostedWorld>;
  /** The scene files of the worlds folder, each with the world that runs from it; `folder` says whether there is such a folder. */
  files(): Promise<{ readonly folder: boolean; readonly files: readonly (FolderFile & { readonly world?: string })[]; readonly more: boolean }>;
}
