/** Milliseconds that one turn of the event loop may spend. */
const TURN_TIME = 4;

/** Does jobs in order, a few in each turn of the event loop, so that thousands of them do not make a tick late. */
export class Turns {
  private jobs: (() => void)[] = [];

  add(job: () => void): void {
    this.jobs.push(job);
    if (this.jobs.length === 1) this.arm();
  }

  /** Forgets what has not been done. */
  clear(): void {
    this.jobs = [];
  }

  private arm(): void {
    setImmediate(() => {
      const until = performance.now() + TURN_TIME;
      let done = 0;
      for (const job of this.jobs) {
        if (performance.now() >= until) break;
        job();
        done += 1;
      }
      this.jobs = this.jobs.slice(done);
      if (this.jobs.length > 0) this.arm();
    });
  }
}
