import { leastOf, tell } from '../clock.ts';
import { sceneText } from '../scene-plan.ts';

/** What any program pays for such a file: `parse` or `stringify`, for so many entities, so many times. */
const [what, entities, times] = process.argv.slice(2);
const text = sceneText(Number(entities));
if (what === 'parse') tell(leastOf(() => () => void JSON.parse(text), Number(times)));
else {
  const value: unknown = JSON.parse(text);
  tell(leastOf(() => () => void JSON.stringify(value), Number(times)));
}
