import { leastOf, tell } from '../clock.ts';
import { sceneText } from '../scene-plan.ts';

/** What any program pays for such a file: `parse` or `stringify`. */
const text = sceneText(100_000);
if (process.argv[2] === 'parse') tell(leastOf(() => () => void JSON.parse(text), 8));
else {
  const value: unknown = JSON.parse(text);
  tell(leastOf(() => () => void JSON.stringify(value), 8));
}
