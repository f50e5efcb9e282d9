import { defineConfig, type Plugin } from 'vite';

/** What the page runs once its tree stands, which the browser is to fetch behind what it runs first. */
const LATER = ['/session/socket.ts', '/shell/panes.ts'];

/** Names it in the page: a browser learns of it only as it is imported otherwise. */
const fetchLater: Plugin = {
  name: 'worldwire:fetch-later',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle, filename }) {
      if (bundle === undefined || !filename.endsWith('index.html')) return [];
      return LATER.map((later) => {
        const chunk = Object.values(bundle).find((each) => each.type === 'chunk' && each.facadeModuleId?.endsWith(later));
        if (chunk === undefined) throw new Error(`No chunk begins with ${later}.`);
        // Not by `prefetch`, which the page's policy names nowhere, so that Firefox refuses it, and which Chromium fetches once more as it is imported.
        const attrs = { rel: 'preload', as: 'script', fetchpriority: 'low', crossorigin: true, href: `./${chunk.fileName}` };
        return { tag: 'link', attrs, injectTo: 'head' } as const;
      });
    },
  },
};

/** The page's first line, which asks for the top of the hierarchy before anything else of the page is fetched. */
const EARLY = '/early.ts';

/** The page's own script, as the build names it. */
const OWN_SCRIPT = /<script type="module"(?= [^>]*src="[^"]*\/index-)/;

/**
 * Puts it in front, as a script of its own: those of a page are joined into one otherwise, all of which is evaluated before its first line runs. Nothing is
 * drawn before the page's own script has run: a frame without anything in it, and in another theme than was chosen, kept back the first that has.
 */
const askEarly: Plugin = {
  name: 'worldwire:ask-early',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle, filename }) {
      if (!filename.endsWith('index.html')) return [];
      const chunk = Object.values(bundle ?? {}).find((each) => each.type === 'chunk' && each.facadeModuleId?.endsWith(EARLY));
      if (bundle !== undefined && chunk === undefined) throw new Error(`No chunk begins with ${EARLY}.`);
      const src = chunk === undefined ? EARLY : `./${chunk.fileName}`;
      if (bundle !== undefined && !OWN_SCRIPT.test(html)) throw new Error('The page has no script of its own.');
      const tags = [
        { tag: 'script', attrs: { type: 'module', async: true, fetchpriority: 'high', crossorigin: true, src }, injectTo: 'head-prepend' as const },
      ];
      return { html: html.replace(OWN_SCRIPT, '$& blocking="render"'), tags };
    },
  },
};

/** Builds the inspector into dist/inspector-ui. Nothing is inlined, so that the page keeps to a policy without inline scripts or styles. */
export default defineConfig({
  root: 'inspector-ui',
  base: './',
  publicDir: false,
  plugins: [fetchLater, askEarly],
  // Whatever NODE_ENV says, the page gets the small builds of its libraries.
  resolve: { conditions: ['module', 'browser', 'production'] },
  build: {
    outDir: '../dist/inspector-ui',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: ['inspector-ui/index.html', 'inspector-ui/reference.html', 'inspector-ui/early.ts'] },
  },
  server: { proxy: { '/socket.io': { target: 'http://127.0.0.1:4600', ws: true }, '/api': 'http://127.0.0.1:4600' } },
});
