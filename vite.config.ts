import { defineConfig } from 'vite';

/** Builds the inspector into dist/inspector-ui. Nothing is inlined, so that the page keeps to a policy without inline scripts or styles. */
export default defineConfig({
  root: 'inspector-ui',
  base: './',
  publicDir: false,
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
