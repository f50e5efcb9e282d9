/** What runs in the page that shows a graph, as text: the bench itself knows no document. */

const STAGE = `let stage = document;
  for (const next of ['ww-app', 'ww-middle-pane', 'ww-graph-pane', 'ww-graph-view', 'ww-graph-stage']) stage = (stage?.shadowRoot
    ?? stage)?.querySelector(next);`;
const MIDDLE = `let middle = document;
  for (const next of ['ww-app', 'ww-middle-pane']) middle = (middle?.shadowRoot ?? middle)?.querySelector(next);`;

/** Frames over some seconds, with something done in each. */
function each(seconds: number, script: string): string {
  return `new Promise((done) => {
    let count = 0, began;
    const step = (now) => {
      began ??= now;
      if (now - began >= ${seconds * 1000}) return done(count);
      count += 1;
      ${script}
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`;
}

/** Three seconds of frames in which the page does what it does by itself. */
export const REST = each(3, '');

/** The graph is moved in each frame, to and fro, as a hand does. */
export const PAN_GRAPH = `(() => { ${STAGE}
  return ${each(3, 'stage.view.panBy(count % 120 < 60 ? 6 : -6, count % 80 < 40 ? 3 : -3);')}; })()`;

/** Opens the tab of graphs, and tells how long it took until nodes were drawn: elements, or from far away a canvas that holds more than its ground. */
export const GRAPH_DRAWN = `new Promise((done) => { ${MIDDLE}
  const tab = middle.shadowRoot.getElementById('tab-flow');
  const began = performance.now();
  tab.click();
  const look = () => {
    ${STAGE}
    const isDrawn = stage?.shadowRoot?.querySelector('canvas')?.width > 0 && stage.drawing.scene.shapes.size > 100 && stage.view.k !== 1;
    if (!isDrawn) return requestAnimationFrame(look);
    requestAnimationFrame(() => done(performance.now() - began));
  };
  look();
})`;

/** The slowest quarter of a second, in frames a second, while a frame does nothing. */
const slowest = (script: string): string => `new Promise((done) => {
    const times = [];
    let count = 0;
    const step = (now) => {
      times.push(now);
      count += 1;
      if (times.length > 180) {
        let least = Infinity;
        for (let at = 15; at < times.length; at++) least = Math.min(least, 15_000 / (times[at] - times[at - 15]));
        return done(least);
      }
      ${script}
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`;
export const FRAME_PAUSES = slowest('');

/** A wire is dragged over the graph, near enough that nodes are elements, by the events that a hand makes. */
export const DRAG_WIRE = `(async () => { ${STAGE}
  stage.view.set(0.8, 40, 40);
  await new Promise((then) => setTimeout(then, 600));
  const node = stage.shadowRoot.querySelector('ww-graph-node');
  const port = node.shadowRoot.querySelector('.row.right .port');
  const box = port.getBoundingClientRect();
  const send = (name, x, y, target) => target.dispatchEvent(new PointerEvent(name,
    { bubbles: true, composed: true, clientX: x, clientY: y, pointerId: 7, button: 0, buttons: name === 'pointerup' ? 0 : 1, isPrimary: true }));
  stage.setPointerCapture = () => undefined;
  send('pointerdown', box.x + 4, box.y + 4, port);
  const own = stage.getBoundingClientRect();
  const frames = await ${slowest(`send('pointermove', own.x + 60 + (count * 7) % (own.width - 120), own.y + 60 + (count * 5) % (own.height - 120), stage);`)};
  stage.cancel();
  return frames;
})()`;
