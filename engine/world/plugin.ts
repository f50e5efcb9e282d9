import type { Component } from '../schema/component.ts';
import type { Job } from '../schema/job.ts';
import type { Sandbox } from './sandbox.ts';
import type { System } from './system.ts';

/** What a program adds to the built-in components and systems. */
export interface Plugin {
  /** What errors and the log call it, in the form of an npm package's name. Default: they say that it has none. */
  readonly name?: string;
  /** The versions of Worldwire that it works with, as a range of npm: `^0.1`. A registry of another version refuses it (WW_PLUGIN_VERSION). Default: any. */
  readonly worldwire?: string;
  readonly components?: readonly Component[];
  readonly systems?: readonly System[];
  /** What its systems may have done outside of their world, as `defineJob` gives it. */
  readonly jobs?: readonly Job<never>[];
  /** What runs the scripts of its worlds; of several that bring one, the last. Without any, scripts do not run, and say so. */
  readonly sandbox?: Sandbox;
}
