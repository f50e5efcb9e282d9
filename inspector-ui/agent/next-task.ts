let waiting: (() => void)[] = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => {
  const now = waiting;
  waiting = [];
  for (const run of now) run();
};

/** Runs something in a task of its own, soon, also while the tab is hidden: timers are held back there, and drawing stops. */
export function nextTask(run: () => void): void {
  waiting.push(run);
  if (waiting.length === 1) channel.port2.postMessage(null);
}
