import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { RunningServer } from '../../server/index.ts';
import { TOKEN, echoServer, item, openBrowser, visit, type EchoServer, withBrowser, serve } from './rig.ts';
import { leaveAll } from './shared-pages.ts';

// A processor draws here, which takes its time where others need it too.
vi.setConfig({ testTimeout: 180_000 });
const SLOWLY = 60_000;
const PATIENCE = { timeout: SLOWLY, interval: 80 };

/** Boxes in a row, one of them connected, one of them inactive, one without a place. */
function yard(url: string): object {
  const client = { URL: url, HandlingUser: { userId: 'host' }, AccessReason: 'To be seen.' };
  return {
    format: 'worldwire/scene',
    version: 1,
    name: 'Yard',
    entities: [
      { id: 'garden', name: 'Garden' },
      { id: 'left', name: 'Left', components: { Transform: { Position: [-2, 0, 0] }, WebsocketClient: client } },
      { id: 'mid', name: 'Middle', components: { Transform: {}, ColorValue: { Value: [1, 0.5, 0, 1] } } },
      { id: 'right', name: 'Right', active: false, components: { Transform: { Position: [2, 0, 0] } } },
      { id: 'back', name: 'Back', components: { Transform: { Position: [0, 0, -2] }, FloatValue: {} } },
    ],
  };
}

async function serveWorld(scene: object, echo?: EchoServer): Promise<RunningServer> {
  return serve({
    worlds: [{ name: 'yard', scene: scene as { [key: string]: never } }],
    allowedUrlHosts: echo === undefined ? [] : [echo.host],
  });
}

/** The box of a name: its label hangs over it. Gives the point where a box is drawn. */
async function pointOf(page: Page, name: string): Promise<{ x: number; y: number }> {
  const label = page.locator('ww-viewport-pane .label', { hasText: new RegExp(`^${name}$`) }).filter({ visible: true });
  await label.waitFor();
  const box = await label.boundingBox();
  if (box === null) throw new Error(`no label of ${name}`);
  return { x: box.x + box.width / 2, y: box.y + box.height + 14 };
}
const picture = (page: Page) => page.getByRole('application', { name: /^World in 3D/ });
const tools = (page: Page) => page.getByRole('toolbar', { name: 'Picture' });
async function showPicture(page: Page): Promise<void> {
  page.setDefaultTimeout(SLOWLY);
  await page.getByRole('tab', { name: 'World', exact: true }).click();
  const anyway = page.getByRole('button', { name: 'Draw anyway' });
  await anyway.or(picture(page)).first().waitFor();
  if (await anyway.isVisible()) await anyway.click();
  await expect.poll(() => picture(page).getAttribute('aria-label'), PATIENCE).toContain('entit');
}
async function value(server: RunningServer, entity: string, field: string): Promise<number[]> {
  const answer = await fetch(`${server.origin}/api/worlds/yard/entities/${entity}`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return ((await answer.json()) as { components: { Transform: { [field: string]: number[] } } }).components.Transform[field] ?? [];
}
/** How many colours a part of the picture has: of what is drawn, not of what is said of it. */
async function colours(page: Page): Promise<number> {
  const shot = await page.locator('ww-viewport-pane').screenshot();
  return page.evaluate(
    async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const { data } = context?.getImageData(0, 60, bitmap.width, bitmap.height - 120) ?? { data: [] };
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4) seen.add(((data[i] ?? 0) >> 4) * 256 + ((data[i + 1] ?? 0) >> 4) * 16 + ((data[i + 2] ?? 0) >> 4));
      return seen.size;
    },
    [...shot],
  );
}

describe('the picture of the world', () => {
  let browser: Browser, echo: EchoServer, server: RunningServer;
  withBrowser(
    (opened) => {
      browser = opened;
    },
    // The picture alone is drawn by what stands for a graphics card: drawing all of the page so took half of these tests' time.
    ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-gpu-rasterization', '--disable-quic'],
  );
  /** A page with a picture no larger than need be: a processor draws each of its points. */
  const enter = (where: RunningServer): Promise<Page> => visit(browser, where, { viewport: { width: 1200, height: 700 } });
  beforeAll(async () => {
    echo = await echoServer();
    server = await serveWorld(yard(echo.url), echo);
  });
  afterAll(async () => {
    await server.close();
    await echo.close();
  });
  // A picture that goes on being drawn by the processor would slow down the next.
  afterEach(async () => {
    await leaveAll(browser);
  });

  test('is off where a processor must do the work of graphics, says so, and is drawn for who asks for it', async () => {
    const page = await enter(server);
    await page.getByRole('tab', { name: 'World', exact: true }).click();
    await page.getByText('The picture is off').waitFor();
    await page.getByRole('button', { name: 'Draw anyway' }).click();
    await expect.poll(() => picture(page).getAttribute('aria-label'), PATIENCE).toBe('World in 3D: 4 entities, 1 open');
    expect(await colours(page)).toBeGreaterThan(12);
    await page.getByText('1 open').first().waitFor();
    await page.getByText('3 without a connection').waitFor();
  });

  test('breaks no rule of the page, and asks nobody else for anything', async () => {
    const page = await enter(server);
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(server.origin) && !request.url().startsWith('blob:')) wrong.push(request.url());
    });
    await showPicture(page);
    await pointOf(page, 'Middle');
    await picture(page).focus();
    for (const key of ['ArrowLeft', 'ArrowUp', '+', '-', 'Shift+ArrowLeft', '1', '3', '7', 'Home', 'f', 'e', 'w', 'x', 'x']) await page.keyboard.press(key);
    expect(wrong).toEqual([]);
  });

  test('a box is picked by a click, more by Ctrl, all in a rectangle by Shift-drag, and none by a click on nothing', async () => {
    const page = await enter(server);
    await showPicture(page);
    const left = await pointOf(page, 'Left'),
      middle = await pointOf(page, 'Middle');
    await page.mouse.click(middle.x, middle.y);
    await expect.poll(() => item(page, 'Middle').getAttribute('aria-selected'), PATIENCE).toBe('true');
    await page.getByRole('heading', { name: 'Middle', exact: true }).waitFor();
    await page.getByText('Middle selected', { exact: true }).waitFor({ state: 'attached' });
    await page.keyboard.down('Control');
    await page.mouse.click(left.x, left.y);
    await page.keyboard.up('Control');
    await page.getByText('2 selected', { exact: true }).first().waitFor({ state: 'attached' });
    const area = await picture(page).boundingBox();
    if (area === null) throw new Error('no picture');
    await page.mouse.click(area.x + 30, area.y + area.height - 90);
    await expect.poll(() => item(page, 'Middle').getAttribute('aria-selected'), PATIENCE).not.toBe('true');
    await page.keyboard.down('Shift');
    await page.mouse.move(area.x + 20, area.y + 70);
    await page.mouse.down();
    await page.mouse.move(area.x + area.width - 20, area.y + area.height - 20, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.getByText('4 selected', { exact: true }).first().waitFor({ state: 'attached' });
  });

  test('a double click opens an entity, and brings it near', async () => {
    const page = await enter(server);
    await showPicture(page);
    const right = await pointOf(page, 'Right');
    await page.mouse.dblclick(right.x, right.y);
    await page.getByRole('heading', { name: 'Right', exact: true }).waitFor();
    const near = await pointOf(page, 'Right');
    const area = await picture(page).boundingBox();
    expect(Math.abs(near.x - ((area?.x ?? 0) + (area?.width ?? 0) / 2))).toBeLessThan(12);
  });

  test('a drag of a handle moves what is selected, in one step of undo, and Escape takes a drag back', async () => {
    const page = await enter(server);
    await showPicture(page);
    await item(page, 'Middle').click();
    await picture(page).focus();
    // Seen from the front, the handle of x lies to the right of the box.
    await page.keyboard.press('1');
    const handle = await handleAt(page);
    await page.mouse.move(handle.x, handle.y);
    await page.mouse.down();
    await page.mouse.move(handle.x + 20, handle.y, { steps: 4 });
    await page.mouse.move(handle.x + 60, handle.y, { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => (await value(server, 'mid', 'Position'))[0], PATIENCE).toBeGreaterThan(0.05);
    const moved = await value(server, 'mid', 'Position');
    expect(moved[1]).toBe(0);
    expect(moved[2]).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(() => value(server, 'mid', 'Position'), PATIENCE).toEqual([0, 0, 0]);

    const again = await handleAt(page);
    await page.mouse.move(again.x, again.y);
    await page.mouse.down();
    await page.mouse.move(again.x + 60, again.y, { steps: 8 });
    await expect.poll(async () => (await value(server, 'mid', 'Position'))[0], PATIENCE).toBeGreaterThan(0.05);
    await page.keyboard.press('Escape');
    await expect.poll(() => value(server, 'mid', 'Position'), PATIENCE).toEqual([0, 0, 0]);
    await page.mouse.up();
  });

  test('several are moved together, and Ctrl keeps to the steps of the field', async () => {
    const page = await enter(server);
    await showPicture(page);
    await item(page, 'Left').click();
    await item(page, 'Middle').click({ modifiers: ['Control'] });
    await page.getByText('2 selected', { exact: true }).first().waitFor({ state: 'attached' });
    await picture(page).focus();
    await page.keyboard.press('1');
    const handle = await handleAt(page);
    await page.mouse.move(handle.x, handle.y);
    await page.mouse.down();
    await page.keyboard.down('Control');
    await page.mouse.move(handle.x + 47, handle.y, { steps: 8 });
    await page.mouse.up();
    await page.keyboard.up('Control');
    await expect.poll(async () => (await value(server, 'mid', 'Position'))[0], PATIENCE).toBeGreaterThan(0.05);
    await expect
      .poll(async () => Math.round(((await value(server, 'left', 'Position'))[0] ?? 0) * 1e4) / 1e4, PATIENCE)
      .toBe(Math.round(((await value(server, 'mid', 'Position'))[0] ?? 0) * 1e4) / 1e4 - 2);
    const [x] = await value(server, 'mid', 'Position');
    expect(Math.abs((x ?? 0) * 10 - Math.round((x ?? 0) * 10))).toBeLessThan(1e-4);
    await picture(page).focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => value(server, 'left', 'Position'), PATIENCE).toEqual([-2, 0, 0]);
    expect(await value(server, 'mid', 'Position')).toEqual([0, 0, 0]);
  });

  test('what is selected and has no place can be given one, and then is drawn', async () => {
    const page = await enter(server);
    await showPicture(page);
    await item(page, 'Garden').click();
    await page.getByText('What is selected has no place here.').waitFor();
    await page.getByRole('button', { name: 'Attach Transform' }).click();
    await expect.poll(() => picture(page).getAttribute('aria-label'), PATIENCE).toContain('5 entities');
    await page.keyboard.press('Control+z');
    await expect.poll(() => picture(page).getAttribute('aria-label'), PATIENCE).toContain('4 entities');
  });

  test('colour goes by state, by value, or by what fits a query, and the choice is kept', async () => {
    const page = await enter(server);
    await showPicture(page);
    await tools(page).getByRole('button', { name: 'View options' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Colour by query' }).click();
    await page.getByLabel('Colour what fits this query').fill('c:FloatValue or name~left');
    await page.getByText('2 entities fit').waitFor();
    await page.getByLabel('Colour what fits this query').fill('c:Nothing');
    await page.locator('ww-viewport-pane .query .fault').waitFor();
    await page.getByLabel('Colour what fits this query').fill('c:FloatValue');
    await page.getByText('1 entity fits').waitFor();
    await page.reload();
    await page.getByText('1 entity fits').waitFor();
  });

  test('nothing is drawn while nothing changes, and nothing is asked for while nobody sees it', async () => {
    const still = await serveWorld({
      format: 'worldwire/scene',
      version: 1,
      name: 'Still',
      entities: [
        { id: 'garden', name: 'Garden', components: { Transform: {} } },
        { id: 'stone', name: 'Stone', components: { Transform: { Position: [1, 0, 0] } } },
      ],
    });
    try {
      const page = await enter(still);
      await page.evaluate(() => {
        const draws = WebGL2RenderingContext.prototype;
        const { drawElementsInstanced } = draws;
        Object.assign(globalThis, { drawn: 0 });
        draws.drawElementsInstanced = function (...args) {
          (globalThis as unknown as { drawn: number }).drawn += 1;
          return drawElementsInstanced.apply(this, args);
        };
      });
      await showPicture(page);
      const drawn = () => page.evaluate(() => (globalThis as unknown as { drawn: number }).drawn);
      await expect.poll(drawn, PATIENCE).toBeGreaterThan(0);
      // Until it has come to rest: two looks apart find the same count.
      await expect
        .poll(async () => {
          const before = await drawn();
          await new Promise((resolve) => setTimeout(resolve, 400));
          return (await drawn()) - before;
        }, PATIENCE)
        .toBe(0);
      const before = await drawn();
      await picture(page).focus();
      await page.keyboard.press('ArrowLeft');
      await expect.poll(drawn, PATIENCE).toBeGreaterThan(before);
    } finally {
      await still.close();
    }
  });

  test('a lost context is said, and the picture can be drawn anew', async () => {
    const page = await enter(server);
    await showPicture(page);
    await page.locator('ww-viewport-pane canvas').evaluate((canvas: HTMLCanvasElement) => {
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await page.getByText('The picture was lost').waitFor();
    await page.getByRole('button', { name: 'Draw again' }).click();
    await pointOf(page, 'Middle');
    expect(await colours(page)).toBeGreaterThan(12);
  });

  test('ten thousand are drawn at once, and told how many there are', async () => {
    const entities = Array.from({ length: 10_500 }, (_, i) => ({
      id: `e${i}`,
      name: `Thing ${i}`,
      components: { Transform: { Position: [(i % 100) - 50, 0, Math.floor(i / 100) - 50] } },
    }));
    const many = await serveWorld({ format: 'worldwire/scene', version: 1, name: 'Many', entities: [{ id: 'garden', name: 'Garden' }, ...entities] });
    try {
      const page = await enter(many);
      await showPicture(page);
      await expect.poll(() => picture(page).getAttribute('aria-label'), PATIENCE).toContain('10\u202f000 entities');
      await page.getByText('500 more not shown').waitFor();
      await picture(page).focus();
      await page.keyboard.press('7');
      await expect.poll(() => colours(page), PATIENCE).toBeGreaterThan(5);
      expect(await page.locator('ww-viewport-pane .label').count()).toBeLessThanOrEqual(60);
    } finally {
      await many.close();
    }
  });

  test('where nothing has a place it says so, and how to give one', async () => {
    const bare = await serveWorld({ format: 'worldwire/scene', version: 1, name: 'Bare', entities: [{ id: 'garden', name: 'Garden' }] });
    try {
      const page = await enter(bare);
      await page.getByRole('tab', { name: 'World', exact: true }).click();
      await page.getByRole('button', { name: 'Draw anyway' }).click();
      await page.getByText('Nothing has a place yet').waitFor();
      await item(page, 'Garden').click();
      await page.getByRole('button', { name: 'Attach Transform to the selected entity' }).click();
      await pointOf(page, 'Garden');
    } finally {
      await bare.close();
    }
  });

  /** The handle of x, while what it moves stands in the middle of the picture and is seen from the front. */
  async function handleAt(page: Page): Promise<{ x: number; y: number }> {
    const box = await picture(page).boundingBox();
    if (box === null) throw new Error('no picture');
    return { x: box.x + box.width / 2 + 48, y: box.y + box.height / 2 };
  }
});

test('without WebGL the picture is not drawn, and that is said', async () => {
  const browser = await openBrowser(['--no-sandbox', '--disable-3d-apis']);
  const server = await serveWorld(yard('ws://127.0.0.1:9/'));
  try {
    const page = await visit(browser, server);
    await page.getByRole('tab', { name: /^Connections/, selected: true }).waitFor();
    await page.getByRole('tab', { name: 'World', exact: true }).click();
    await page.getByText('No 3D in this browser').waitFor();
  } finally {
    await browser.close();
    await server.close();
  }
});
