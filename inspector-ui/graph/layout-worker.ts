import type { LayoutInput } from '../graph-model/layout.ts';
import { layoutByDagre } from './layout-by-dagre.ts';

/* A worker of its own, since a thousand nodes take a second to be laid out. */

addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => {
  postMessage(layoutByDagre(data));
});
