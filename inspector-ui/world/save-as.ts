import { session } from '../session/session.ts';
import { askText } from '../controls/ask-text.ts';
import { tell } from '../controls/notices.ts';

const ENDING = '.scene.json';

/** Asks for a file beside the world's own and writes the world there; that file is the world's own from then on. */
export async function askSaveAs(): Promise<void> {
  const name = await askText('Save as', `${session.world.value ?? 'world'}-copy${ENDING}`, {
    hint: 'A new file beside the one it has. From then on it is saved there.',
    yes: 'Save',
    check: async (text) => {
      const file = withEnding(text);
      if (file === null) return 'Give it a name.';
      const answer = await session.control('saveAs', { file });
      return answer.ok ? null : (answer.errors?.[0]?.message ?? answer.message);
    },
  });
  if (name !== null) tell(`Saved as ${withEnding(name)}.`);
}

function withEnding(text: string): string | null {
  const name = text.trim().replace(/(?:\.scene)?\.json$/i, '');
  return name === '' ? null : `${name}${ENDING}`;
}
