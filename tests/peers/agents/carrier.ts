import type { AccessScope } from '../../../engine/index.ts';
import type { HostedWorld } from '../../../server/index.ts';

/** Whoever carries the connections of a test. */
export interface Carrier {
  readonly user: { readonly userId: string };
  /** The same user comes into another world as well. */
  enter(world: HostedWorld): Promise<void>;
  /** The user allows a host and port for good: at the prompt that stands, or by the command for it. */
  allow(scope: AccessScope, host: string, port: number): Promise<void>;
  /** The process or tab is gone from one moment to the next. */
  vanish(): Promise<void>;
  /** Whether it has gone without having been asked to. Only of a tab: its browser may lose it, while a command that ends by itself is a fault of ours. */
  lost?(): Promise<boolean>;
  /** What the tab or process has printed so far, a crash included; for who reads why a test failed. */
  said(): string;
  end(): Promise<void>;
}

/** What a carrier is told when it comes. */
export interface CarrierSettings {
  readonly token: string;
  /** `host:port` of what the user allows. */
  readonly entries: readonly string[];
  /** Certificate of an authority that their machine trusts. */
  readonly authority?: string;
  /** Runs in the tab before the page does. */
  readonly script?: string;
}
