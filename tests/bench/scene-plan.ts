/** The text of a named scene of so many entities: groups of a hundred, each entity with a place, one in ten turning. */
export function sceneText(count: number): string {
  const entities: object[] = [];
  for (let i = 0; i < count; i++) {
    const group = Math.floor(i / 100);
    if (i % 100 === 0) entities.push({ id: `group-${group}`, name: `Group ${group}` });
    else {
      entities.push({
        id: `entity-${i}`,
        name: `Entity ${i}`,
        parent: `group-${group}`,
        components: {
          Transform: { Position: [i % 100, (i % 7) / 4, group / 8] },
          ...(i % 10 === 0 ? { Spinner: { Speed: [0, 90, 0] } } : {}),
        },
      });
    }
  }
  return JSON.stringify({ format: 'worldwire/scene', version: 1, name: 'A hundred thousand', tickRate: 60, entities });
}
