import type { TrafficFilter } from '../../server/protocol.ts';
import { tell } from '../controls/notices.ts';
import { session } from '../session/session.ts';

/** Gives what fits to the person as a file, as the server writes it. What is wrong is told. */
export async function exportTraffic(format: 'jsonl' | 'har', filter: TrafficFilter, hold: string | undefined): Promise<void> {
  const world = session.world.value ?? '';
  const query = new URLSearchParams({ format, filter: JSON.stringify(filter), ...(hold === undefined ? {} : { hold }) });
  const response = await fetch(`/api/worlds/${encodeURIComponent(world)}/traffic?${query}`).catch(() => undefined);
  if (response?.ok !== true) {
    const said = (await response?.json().catch(() => undefined)) as { readonly message?: string } | undefined;
    tell(said?.message ?? 'The server could not be asked for it.', true);
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = `${world.replace(/[^\w.-]+/g, '-')}.traffic.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
