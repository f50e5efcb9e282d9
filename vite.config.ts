import { defineConfig, type Plugin } from 'vite';

/** What the page runs once its tree stands, which the browser is to fetch beside what it runs first. */
const LATER = '/shell/panes.ts';

/** Names it in the page: a browser learns of it only as it is imported otherwise. */
const fetchLater: Plugin = {
  name: 'worldwire:fetch-later',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle, filename }) {
      if (bundle === undefined || !filename.endsWith('index.html')) return [];
      const chunk = Object.values(bundle).find((each) => each.type === 'chunk' && each.facadeModuleId?.endsWith(LATER));
      if (chunk === undefined) throw new Error(`No chunk begins with ${LATER}.`);
      return [{ tag: 'link', attrs: { rel: 'preload', as: 'script', crossorigin: true, href: `./${chunk.fileName}` }, injectTo: 'head' }];
    },
  },
};

/** Builds the inspector into dist/inspector-ui. Nothing is inlined, so that the page keeps to a policy without inline scripts or styles. */
export default defineConfig({
  root: 'inspector-ui',
  base: './',
  publicDir: false,
  plugins: [fetchLater],
  // Whatever NODE_ENV says, the page gets the small builds of its libraries.
  resolve: { conditions: ['module', 'browser', 'production'] },
  build: {
    outDir: '../dist/inspector-ui',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: ['inspector-ui/index.html', 'inspector-ui/reference.html'] },
  },
  server: { proxy: { '/socket.io': { target: 'http://127.0.0.1:4600', ws: true }, '/api': 'http://127.0.0.1:4600' } },
});
